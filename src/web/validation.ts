import type { FastifySchemaCompiler } from 'fastify';
import { serializerCompiler } from 'fastify-type-provider-zod';
import type { z } from 'zod';
import type { App } from '../lib/http/app.ts';
import { invalidInput } from '../lib/errors/problem.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The words of the 404 that invalid path parameters are answered with, in place of 422. */
    notFound?: string;
    /** The status that an invalid query is answered with, in place of 422. */
    invalidQueryStatus?: 400;
  }
}

/** Route schemas are zod schemas. Fastify passes an absent body as null. */
const validatorCompiler: FastifySchemaCompiler<z.ZodType> =
  ({ schema, httpPart }) =>
  (input: unknown) => {
    const parsed = schema.safeParse(httpPart === 'body' ? (input ?? undefined) : input);
    return parsed.success ? { value: parsed.data } : { error: invalidInput(parsed.error) };
  };

export function addValidation(app: App): void {
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
}
