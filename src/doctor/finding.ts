/**
 * What one check found, in one line; `fix` is one line too, what to do where something is wrong.
 */
export interface Finding {
  check: string;
  state: 'ok' | 'warn' | 'fail';
  what: string;
  fix: string | null;
}

export function ok(check: string, what: string): Finding {
  return { check, state: 'ok', what, fix: null };
}

/** Readers notice it one day, or only some of them. */
export function warn(check: string, what: string, fix: string): Finding {
  return { check, state: 'warn', what, fix };
}

/** Mails do not go out or do not arrive, or pages are not there. */
export function fail(check: string, what: string, fix: string): Finding {
  return { check, state: 'fail', what, fix };
}
