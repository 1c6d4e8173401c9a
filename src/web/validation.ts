import type { FastifySchemaCompiler } from 'fastify';
import { serializerCompiler } from 'fastify-type-provider-zod';
import type { z } from 'zod';
import type { App } from '../lib/http/app.ts';
import { invalidInput, Problem } from '../lib/errors/problem.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The key of the text for the 404 that invalid path parameters get instead of 422. */
    notFound?: string;
    /** The status for an invalid query instead of 422. */
    invalidQueryStatus?: 400;
  }
}

/** Compiles route schemas, which are zod schemas. Fastify passes an absent body as null. */
const validatorCompiler: FastifySchemaCompiler<z.ZodType> =
  ({ schema, httpPart }) =>
  (input: unknown) => {
    const isAbsent = httpPart === 'body' && (input ?? undefined) === undefined;
    const parsed = schema.safeParse(isAbsent ? undefined : input);
    if (parsed.success) return { value: parsed.data };
    return { error: isAbsent ? bodyRequired() : invalidInput(parsed.error) };
  };

const noBody = 'this URL requires a request body';
const bodyRequired = () =>
  new Problem(422, 'Invalid input', noBody, [{ path: '', message: noBody }]);

export function addValidation(app: App): void {
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
}
