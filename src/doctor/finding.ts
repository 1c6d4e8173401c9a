/**
 * The result of one check, on one line. `fix` is also one line and says how to solve the problem.
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

/** A problem that affects only some readers, or will affect them later. */
export function warn(check: string, what: string, fix: string): Finding {
  return { check, state: 'warn', what, fix };
}

/** A problem that prevents emails from being sent or delivered, or pages from being served. */
export function fail(check: string, what: string, fix: string): Finding {
  return { check, state: 'fail', what, fix };
}
