import { z } from 'zod';
import type { Words } from '../lib/i18n/words.ts';

const typed = z.record(z.string(), z.union([z.string(), z.array(z.string())])).catch({});

/** What was typed into a form, as it is shown again: each field a text. */
export function typedIn(body: unknown): Record<string, string> {
  const fields = Object.entries(typed.parse(body)).map(([name, value]) => [
    name,
    [value].flat().join('\n'),
  ]);
  return z.record(z.string(), z.string()).parse(Object.fromEntries(fields));
}

/**
 * What is wrong with a form: the sentence beside each field, null where there is none; and the
 * first such field, which gets the focus.
 */
export interface Faults {
  errors: Record<string, string | null>;
  first: string | null;
}

/**
 * Faults of a form whose fields are the keys of `fields`: every field is named, for templates print
 * no unknown one.
 */
export function faultsOf(fields: object, said: Record<string, string> = {}): Faults {
  const errors = Object.keys(fields).map((field) => [field, said[field] ?? null] as const);
  const [first] = errors.find(([, sentence]) => sentence !== null) ?? [null];
  return { errors: Object.fromEntries(errors), first };
}

/**
 * The faults of a form that could not be parsed. @param sentences the message for each field, in
 * the order of the page
 */
export function besideFields(
  words: Words,
  { issues }: Pick<z.ZodError, 'issues'>,
  sentences: Record<string, string>,
): Faults {
  const wrong = new Set(issues.map(({ path }) => String(path[0])));
  const said = Object.entries(sentences).flatMap(([field, key]) =>
    wrong.has(field) ? [[field, words.t(key)]] : [],
  );
  return faultsOf(sentences, Object.fromEntries(said));
}
