import { type Fault, Problem } from '../../lib/errors/problem.ts';
import type { Rejection } from './rejection.ts';

/** The rejection of a row whose fields are not valid. */
export function invalid(faults: Fault[]): Rejection {
  return {
    code: 'invalid',
    faults: faults.map(({ path, message }) => ({ field: path, expected: message })),
  };
}

/** The same for a refusal of one field. @throws any other error */
export function faultsOfProblem(error: unknown): Rejection {
  if (error instanceof Problem) return invalid(error.errors);
  throw error;
}
