import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Words } from '../lib/i18n/words.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The submitted text of a form's fields, before its schema converted it. */
    typed: Record<string, string>;
  }
}

/** The schema of a form. A form without any field is valid input. */
export function form<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.preprocess((body) => body ?? {}, z.object(shape));
}

/** The fields of any form. */
export const submitted = z.record(z.string(), z.union([z.string(), z.array(z.string())])).catch({});

/** The submitted fields as text, to be shown again. */
export function typedIn(body: unknown): Record<string, string> {
  const fields = Object.entries(submitted.parse(body)).map(([name, value]) => [
    name,
    [value].flat().join('\n'),
  ]);
  return z.record(z.string(), z.string()).parse(Object.fromEntries(fields));
}

/**
 * The errors of a form: the message of each field, or null if it is valid, and the first invalid
 * field, which gets the focus.
 */
export interface Faults {
  errors: Record<string, string | null>;
  first: string | null;
}

/**
 * The errors of a form whose fields are the keys of `fields`. Every field is present because
 * templates reject unknown names.
 */
export function faultsOf(fields: object, messages: Record<string, string> = {}): Faults {
  const errors = Object.keys(fields).map((field) => [field, messages[field] ?? null] as const);
  const [first] = errors.find(([, sentence]) => sentence !== null) ?? [null];
  return { errors: Object.fromEntries(errors), first };
}

/**
 * The errors of a form that could not be parsed. An issue may contain its own message key.
 * @param sentences the message for each field, in the order of the page
 */
function besideFields(
  words: Words,
  { issues }: Pick<z.ZodError, 'issues'>,
  sentences: Record<string, string>,
): Faults {
  const wrong = new Map(issues.map((issue) => [String(issue.path[0]), ownMessage(issue)]));
  const messages = Object.entries(sentences).flatMap(([field, key]) =>
    wrong.has(field) ? [[field, words.t(wrong.get(field) ?? key)]] : [],
  );
  return faultsOf(sentences, Object.fromEntries(messages));
}

function ownMessage(issue: z.core.$ZodIssue): string | undefined {
  const key: unknown = issue.code === 'custom' ? issue.params?.['words'] : undefined;
  return typeof key === 'string' ? key : undefined;
}

/**
 * The error handler of a form's route. It shows an invalid form again, with a message next to each
 * invalid field.
 * @param sentences as for `besideFields`
 */
export function showAgain(
  sentences: Record<string, string>,
  page: (request: FastifyRequest, reply: FastifyReply, faults: Faults) => Promise<string>,
) {
  return (refusal: FastifyError, request: FastifyRequest, reply: FastifyReply): void => {
    if (refusal.validationContext !== 'body' || !(refusal.cause instanceof z.ZodError))
      throw refusal;
    const faults = besideFields(request.words, refusal.cause, sentences);
    page(request, reply.status(422), faults).then(
      (shown) => reply.send(shown),
      (failed: unknown) => reply.send(failed),
    );
  };
}
