import formbody from '@fastify/formbody';
import multipart, { type MultipartFile } from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { decodeText } from '../lib/text/decode.ts';
import { WordedProblem } from '../lib/errors/problem.ts';

/** A file that came with a form. `content`: null where it is larger than the route takes. */
interface Upload {
  name: string;
  content: Buffer | null;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /**
     * Most bytes of a file, or of a long text, that a form may bring. Other routes take no file.
     */
    upload?: number;
  }
  interface FastifyRequest {
    /**
     * The files of a multipart form, by the name of their field; null where there is no such form.
     */
    uploads: Map<string, Upload> | null;
  }
}

/** Forms (RFC 8058 clients may send either kind) and JSON; an empty JSON body counts as none. */
export async function addBodies(app: FastifyInstance): Promise<void> {
  await app.register(formbody);
  await app.register(multipart, {
    limits: { files: 0, fields: 100, fieldSize: 10_000, parts: 100 },
    throwFileSizeLimit: false,
  });
  app.decorateRequest('uploads', null);
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

/**
 * The fields of a multipart form; one that comes twice is a list. @throws WordedProblem 400 where
 * it is cut off, or has no boundary
 */
async function readParts(request: FastifyRequest): Promise<Record<string, unknown>> {
  const fields: Record<string, unknown> = {};
  const uploads = new Map<string, Upload>();
  const { upload: maximumBytes } = request.routeOptions.config;
  const limits = { files: 1, fileSize: maximumBytes, fieldSize: maximumBytes };
  try {
    for await (const part of request.parts(maximumBytes === undefined ? {} : { limits })) {
      if (part.type === 'file') {
        uploads.set(part.fieldname, { name: part.filename, content: await readFile(part) });
        continue;
      }
      if (part.valueTruncated && maximumBytes !== undefined) {
        uploads.set(part.fieldname, { name: '', content: null });
        continue;
      }
      const before = fields[part.fieldname];
      fields[part.fieldname] = before === undefined ? part.value : [before, part.value].flat();
    }
  } catch (error) {
    // Errors of the parser, such as a limit, have a status.
    if (error instanceof Error && 'statusCode' in error) throw error;
    throw new WordedProblem(400, 'error-400');
  }
  request.uploads = uploads;
  return fields;
}

async function readFile({ file }: MultipartFile): Promise<Buffer | null> {
  const pieces: Buffer[] = [];
  for await (const piece of file) pieces.push(piece);
  return file.truncated ? null : Buffer.concat(pieces);
}

/** Inside this scope every body is text: files come with whatever type a client gives them. */
export function takeText(app: FastifyInstance, bytes: number): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: bytes }, (_request, body, done) =>
    done(null, decodeText(Buffer.from(body))),
  );
}
