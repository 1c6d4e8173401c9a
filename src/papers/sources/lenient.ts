import { z } from 'zod';
import { faultsIn } from '../../lib/errors/problem.ts';
import { paperInput, type PaperInput } from '../paper.ts';

/** A list whose unreadable elements are omitted. */
export function elements<T extends z.ZodType>(schema: T) {
  return z
    .array(z.unknown())
    .nullish()
    .catch(null)
    .transform((values) =>
      (values ?? []).flatMap((value): z.output<T>[] => {
        const parsed = schema.safeParse(value);
        return parsed.success ? [parsed.data] : [];
      }),
    );
}

/** The maximum length of an abstract. Longer abstracts are truncated. */
const maximumAbstract = 50_000;

/**
 * Builds a paper from the values of a source. Invalid values and list elements are omitted. Only an
 * invalid title rejects the paper.
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

/** Removes these elements from a list. Returns undefined if the value itself is invalid. */
function withoutElements(value: unknown, indexes: (PropertyKey | undefined)[]): unknown {
  if (indexes.length === 0) return value;
  if (!Array.isArray(value) || indexes.includes(undefined)) return undefined;
  return value.filter((_, index) => !indexes.includes(index));
}
