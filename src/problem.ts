import type { z } from 'zod';
import type { Arguments } from './words.ts';

/** One fault of the input: where, and what it takes. */
export interface Fault {
  path: string;
  message: string;
}

/** A refusal that the client can mend: RFC 9457 `application/problem+json`, or an error page. */
export class Problem extends Error {
  override name = 'Problem';
  status: number;
  title: string;
  detail: string;
  errors: Fault[];

  /** @param detail what is wrong and how to mend it, for a person */
  constructor(status: number, title: string, detail: string, errors: Fault[] = []) {
    super(detail);
    this.status = status;
    this.title = title;
    this.detail = detail;
    this.errors = errors;
  }
}

/** A refusal in the words of the catalogue: to people in their language, to programs in English. */
export class WordedProblem extends Error {
  override name = 'WordedProblem';
  status: number;
  key: string;
  args: Arguments;

  /** @param key a message that is the title; its attribute `detail` says what is wrong and how to mend it */
  constructor(status: number, key: string, args: Arguments = {}) {
    super(key);
    this.status = status;
    this.key = key;
    this.args = args;
  }
}

/** Parses input at a boundary. @throws Problem 422 with one fault per zod issue */
export function parseInput<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
  throw new Problem(422, 'Invalid input', faultsIn(parsed.error), errors);
}

/** All faults in one line: `hour: an hour from 0 to 23; email: …`. */
export function faultsIn({ issues }: z.ZodError): string {
  return issues.map(({ path, message }) => (path.length === 0 ? message : `${path.join('.')}: ${message}`)).join('; ');
}
