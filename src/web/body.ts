import formbody from '@fastify/formbody';
import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { WordedProblem } from '../problem.ts';

/** Forms (RFC 8058 clients may send either kind) and JSON; an empty JSON body counts as none. */
export async function addBodies(app: FastifyInstance): Promise<void> {
  await app.register(formbody);
  await app.register(multipart, { limits: { files: 0, fields: 100, fieldSize: 10_000, parts: 100 } });
  app.addHook('preValidation', async (request) => {
    if (request.isMultipart()) request.body = await readParts(request);
  });
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined);
    else void parse(request, String(body), done);
  });
}

/** The fields of a multipart form; one that comes twice is a list. @throws WordedProblem 400 where it is cut off, or has no boundary */
async function readParts(request: FastifyRequest): Promise<Record<string, unknown>> {
  const fields: Record<string, unknown> = {};
  try {
    for await (const part of request.parts()) {
      if (part.type !== 'field') continue;
      const before = fields[part.fieldname];
      fields[part.fieldname] = before === undefined ? part.value : [before, part.value].flat();
    }
  } catch (error) {
    // What the reader says by itself, such as a limit, has a status.
    if (error instanceof Error && 'statusCode' in error) throw error;
    throw new WordedProblem(400, 'error-400');
  }
  return fields;
}

/** Inside this scope every body is text: files come with whatever type a client gives them. */
export function takeText(app: FastifyInstance, bytes: number): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string', bodyLimit: bytes }, (_request, body, done) => done(null, body));
}
