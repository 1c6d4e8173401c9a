import { WordedProblem } from '../../../lib/errors/problem.ts';

import type { PaperInput } from '../../paper.ts';

/**
 * A row of a file: its line, or its position in a list, from 1; and its paper, the value that a
 * paper is parsed from, or why it cannot be read.
 */
export type Row = { line: number } & (
  | { paper: PaperInput }
  | { value: unknown }
  | { reason: string }
);

/** Maximum characters of a row: a paper with 5,000 authors. Parsing it takes 70 ms. */
export const maximumLength = 300_000;

/** Maximum rows of a file. */
export const maximumRows = 20_000;

export function tooManyRows(): WordedProblem {
  return new WordedProblem(422, 'papers-too-many', { maximum: maximumRows });
}
