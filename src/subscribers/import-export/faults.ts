import { type Fault, Problem } from '../../lib/errors/problem.ts';
import type { Rejection } from './rejection.ts';

/** The rejection of a row with invalid fields. */
export function invalid(faults: Fault[]): Rejection {
  return {
    code: 'invalid',
    faults: faults.map(({ path, message }) => ({ field: path, expected: message })),
  };
}

/**
 * The same for a Problem about one field.
 * @throws any other error
 */
export function faultsOfProblem(error: unknown): Rejection {
  if (error instanceof Problem) return invalid(error.errors);
  throw error;
}
