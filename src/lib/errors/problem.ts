import { z } from 'zod';
import type { Arguments, Words } from '../i18n/words.ts';
import './zod-messages.ts';

/** One invalid field of the input: its path, and the values that are allowed there. */
const fault = z.object({ path: z.string(), message: z.string() });
export type Fault = z.output<typeof fault>;

/** A refusal as API clients receive it. */
export const problem = z
  .object({
    type: z.literal('about:blank'),
    title: z.string(),
    status: z.int(),
    detail: z.string().describe('What is wrong and how to fix it'),
    errors: z.array(fault).optional().describe('One entry per invalid field or parameter'),
  })
  .meta({ id: 'Problem', description: 'An error (RFC 9457)' });

/**
 * A refusal that the client can fix, shown as RFC 9457 `application/problem+json` or as an error
 * page.
 */
export class Problem extends Error {
  override name = 'Problem';
  status: number;
  title: string;
  detail: string;
  errors: Fault[];

  /** @param detail what is wrong and how to fix it, for a person */
  constructor(
    status: number,
    title: string,
    detail: string,
    errors: Fault[] = [],
    options?: ErrorOptions,
  ) {
    super(detail, options);
    this.status = status;
    this.title = title;
    this.detail = detail;
    this.errors = errors;
  }
}

/**
 * A refusal whose text is in the catalogue: people see it in their language, programs in English.
 */
export class WordedProblem extends Error {
  override name = 'WordedProblem';
  status: number;
  key: string;
  args: Arguments;

  /**
   * @param key the message with the title; its attribute `detail` says what is wrong and how to fix
   *   it
   */
  constructor(status: number, key: string, args: Arguments = {}) {
    super(key);
    this.status = status;
    this.key = key;
    this.args = args;
  }
}

/** What is wrong and how to fix it, in this language. */
export function detailText(words: Words, { key, args }: Pick<WordedProblem, 'key' | 'args'>) {
  return words.t(`${key}.detail`, args);
}

/**
 * A strict version of the same object. An unknown field is refused; the error names it and lists
 * the known fields. Use it for API bodies; forms and file rows may have fields that are ignored.
 */
export function exactly<Shape extends z.ZodRawShape>({ shape }: z.ZodObject<Shape>) {
  const known = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: ({ code }) =>
      code === 'unrecognized_keys' ? `unknown field; expected one of: ${known}` : undefined,
  });
}

/**
 * A body without some of its fields, such as those that a client copied from one of our responses.
 * A value that is not an object is returned unchanged.
 */
export function without(
  body: unknown,
  isDropped: (name: string, value: unknown) => boolean,
): unknown {
  const fields = z.record(z.string(), z.unknown()).safeParse(body);
  if (!fields.success) return body;
  return Object.fromEntries(
    Object.entries(fields.data).filter(([name, value]) => !isDropped(name, value)),
  );
}

/** A 422 problem about one field. */
export function invalidField(path: string, message: string): Problem {
  return new Problem(422, 'Invalid input', `${path}: ${message}`, [{ path, message }]);
}

/** A 422 problem with one entry per zod issue. */
export function invalidInput(error: z.ZodError): Problem {
  return new Problem(422, 'Invalid input', faultsIn(error), faultsOf(error), { cause: error });
}

/** All invalid fields in one line: `hour: an hour from 0 to 23; email: …`. */
export function faultsIn(error: z.ZodError): string {
  return faultsOf(error)
    .map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
    .join('; ');
}

/** One entry per issue, and one per unknown field. */
export function faultsOf({ issues }: z.ZodError): Fault[] {
  return issues.flatMap((issue) =>
    (issue.code === 'unrecognized_keys' ? issue.keys : [undefined]).map((key) => ({
      path: [...issue.path, ...(key === undefined ? [] : [key])].join('.'),
      message: issue.message,
    })),
  );
}
