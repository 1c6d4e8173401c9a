import type { z } from 'zod';

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

/** Parses input at a boundary. @throws Problem 422 with one fault per zod issue */
export function parseInput<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
  throw new Problem(
    422,
    'Invalid input',
    errors.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; '),
    errors,
  );
}
