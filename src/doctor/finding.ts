/** What one check found, in one line; `mend` is one line too, what to do where something is wrong. */
export interface Finding {
  check: string;
  state: 'ok' | 'warn' | 'fail';
  what: string;
  mend: string | null;
}

export function ok(check: string, what: string): Finding {
  return { check, state: 'ok', what, mend: null };
}

/** Readers notice it one day, or only some of them. */
export function warn(check: string, what: string, mend: string): Finding {
  return { check, state: 'warn', what, mend };
}

/** Mails do not go out or do not arrive, or pages are not there. */
export function fail(check: string, what: string, mend: string): Finding {
  return { check, state: 'fail', what, mend };
}
