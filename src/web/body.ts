import formbody from '@fastify/formbody';
import multipart from '@fastify/multipart';
import { errorCodes, type FastifyInstance, type FastifyRequest } from 'fastify';
import { WordedProblem } from '../lib/errors/problem.ts';
import { spool, SpooledFile } from '../lib/http/spooled-file.ts';
import { decodeText } from '../lib/text/decode.ts';

/** A file that came with a form. `content`: null where it is larger than the route takes. */
interface Upload {
  name: string;
  content: SpooledFile | null;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Maximum bytes of a file that a form may bring. Other routes take no file. */
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
  app.addHook('onResponse', async ({ uploads }) => {
    for (const { content } of uploads?.values() ?? []) await content?.delete();
  });
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined);
    else void parse(request, String(body), done);
  });
}

/** Maximum bytes of a long text that a form may bring, for routes that take a file. */
const maximumPasted = 20_000_000;

/**
 * The fields of a multipart form; one that comes twice is a list. @throws WordedProblem 400 where
 * it is cut off, or has no boundary
 */
async function readParts(request: FastifyRequest): Promise<Record<string, unknown>> {
  const fields: Record<string, unknown> = {};
  const uploads = new Map<string, Upload>();
  request.uploads = uploads;
  const { upload: maximum } = request.routeOptions.config;
  const limits = { files: 1, fileSize: maximum, fieldSize: maximumPasted };
  try {
    for await (const part of request.parts(maximum === undefined ? {} : { limits })) {
      if (part.type === 'file') {
        const content = await spool(part.file, maximum ?? 0);
        uploads.set(part.fieldname, { name: part.filename, content: whole(content, part.file) });
        continue;
      }
      if (part.valueTruncated && maximum !== undefined) {
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
  return fields;
}

/** The parser ends a file at the limit. */
function whole(file: SpooledFile | null, { truncated }: { truncated: boolean }) {
  if (!truncated) return file;
  void file?.delete();
  return null;
}

/** Inside this scope every body is a file on disk, whatever type a client gives it. */
export function takeFiles(app: FastifyInstance, bytes: number): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    '*',
    async (_request: FastifyRequest, payload: AsyncIterable<Uint8Array>) => {
      const file = await spool(payload, bytes);
      if (file === null) throw new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE();
      return file;
    },
  );
  app.addHook('onResponse', async ({ body }) => {
    if (body instanceof SpooledFile) await body.delete();
  });
}

/** Inside this scope every body is text: files come with whatever type a client gives them. */
export function takeText(app: FastifyInstance, bytes: number): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: bytes }, (_request, body, done) =>
    done(null, decodeText(Buffer.from(body))),
  );
}
