import { faultsIn } from '../../lib/errors/problem.ts';
import { paperInput, type PaperInput } from '../paper.ts';

/** The maximum length of an abstract; a longer one is cut. */
const maximumAbstract = 50_000;

/**
 * A paper out of the values that a source gives. A value or an element of a list that is not valid
 * is left out; only an invalid title costs the paper.
 * @returns the paper, or why it is rejected
 */
export function readPaper(values: Record<string, unknown>): PaperInput | string {
  const { abstract } = values;
  let candidate: Record<string, unknown> = {
    ...values,
    ...(typeof abstract === 'string' ? { abstract: abstract.slice(0, maximumAbstract) } : {}),
  };
  for (;;) {
    const parsed = paperInput.safeParse(candidate);
    if (parsed.success) return parsed.data;
    const paths = parsed.error.issues.map(({ path }) => path);
    if (paths.some(([field]) => field === 'title' || field === undefined))
      return faultsIn(parsed.error);
    candidate = withoutPaths(candidate, paths);
  }
}

function withoutPaths(
  values: Record<string, unknown>,
  paths: PropertyKey[][],
): Record<string, unknown> {
  const entries = Object.entries(values).map(([field, value]): [string, unknown] => [
    field,
    withoutElements(
      value,
      paths.filter(([name]) => name === field).map(([, index]) => index),
    ),
  ]);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/** A list without these elements; undefined if the value as a whole is at fault. */
function withoutElements(value: unknown, indexes: (PropertyKey | undefined)[]): unknown {
  if (indexes.length === 0) return value;
  if (!Array.isArray(value) || indexes.includes(undefined)) return undefined;
  return value.filter((_, index) => !indexes.includes(index));
}
