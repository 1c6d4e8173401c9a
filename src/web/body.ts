import formbody from '@fastify/formbody';
import multipart from '@fastify/multipart';
import { errorCodes, type FastifyInstance, type FastifyRequest } from 'fastify';
import { WordedProblem } from '../lib/errors/problem.ts';
import { spool, SpooledFile, type Upload } from '../lib/http/spooled-file.ts';
import { decodeText } from '../lib/text/decode.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Maximum bytes of an uploaded file. Without it, the route accepts no file. */
    upload?: number;
  }
  interface FastifyRequest {
    /** The files of a multipart form by field name. Null if the body is not such a form. */
    uploads: Map<string, Upload> | null;
  }
}

/**
 * Parses forms (RFC 8058 clients send either kind) and JSON. An empty JSON body counts as absent.
 */
export async function addBodies(app: FastifyInstance): Promise<void> {
  await app.register(formbody);
  await app.register(multipart, {
    limits: { files: 0, fields: 100, fieldSize: 10_000, parts: 100, headerPairs: 20 },
    throwFileSizeLimit: false,
  });
  app.decorateRequest('uploads', null);
  app.addHook('preValidation', async (request) => {
    if (request.isMultipart()) request.body = await readForm(request);
  });
  // `onResponse` would not run for a client that closed the connection.
  app.addHook('onSend', async ({ uploads }) => {
    if (uploads !== null) await deleteAll(uploads);
  });
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined);
    else void parse(request, String(body), done);
  });
}

/** Maximum total length of all text fields, on routes that accept a file. */
const maximumPasted = 20_000_000;

/**
 * Maximum bytes of a file form in addition to a file of the maximum size. A file that is slightly
 * too large is read to its end, so that the form can be shown again with a message next to the
 * field.
 */
const besidesFile = 50_000_000;

/**
 * Reads the fields of a multipart form. A repeated field becomes a list.
 * @throws FST_ERR_CTP_BODY_TOO_LARGE if the form exceeds the limit of the route. The rest is not
 *   read.
 * @throws WordedProblem 400 if the form is cut off or has no boundary
 */
async function readForm(request: FastifyRequest): Promise<Record<string, unknown>> {
  const { config, bodyLimit } = request.routeOptions;
  const maximum = config.upload === undefined ? bodyLimit : config.upload + besidesFile;
  if (Number(request.headers['content-length']) > maximum) throw tooLarge();
  const uploads = new Map<string, Upload>();
  request.uploads = uploads;
  const reading = readParts(request, uploads);
  try {
    return await Promise.race([reading, beyond(request, maximum)]);
  } catch (error) {
    // A file may be completed after the response.
    void reading.catch(() => {}).then(() => deleteAll(uploads));
    // Errors of the parser, such as an exceeded limit, have a status. Errors of the disk name a
    // system call: they are not the client's fault.
    if (error instanceof Error && ('statusCode' in error || 'syscall' in error)) throw error;
    throw new WordedProblem(400, 'error-400');
  }
}

const tooLarge = () => new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE();

/**
 * Rejects once the body exceeds the maximum. The parser itself would skip the excess without end.
 */
function beyond({ raw }: FastifyRequest, maximum: number): Promise<never> {
  return new Promise((_resolve, reject) => {
    let size = 0;
    raw.on('data', (piece: Buffer) => {
      size += piece.length;
      if (size > maximum) reject(tooLarge());
    });
  });
}

async function readParts(
  request: FastifyRequest,
  uploads: Map<string, Upload>,
): Promise<Record<string, unknown>> {
  const fields: Record<string, unknown> = {};
  const { upload: maximum } = request.routeOptions.config;
  const limits = { files: 1, fileSize: maximum, fieldSize: maximumPasted };
  let typed = 0;
  for await (const part of request.parts(maximum === undefined ? {} : { limits })) {
    if (part.type === 'file') {
      const content = await spool(part.file, maximum ?? 0);
      uploads.set(part.fieldname, { content: whole(content, part.file) });
      continue;
    }
    if (part.valueTruncated && maximum !== undefined) {
      uploads.set(part.fieldname, { content: null });
      continue;
    }
    typed += String(part.value).length;
    if (typed > maximumPasted) throw tooLarge();
    const before = fields[part.fieldname];
    fields[part.fieldname] = before === undefined ? part.value : [before, part.value].flat();
  }
  return fields;
}

async function deleteAll(uploads: Map<string, Upload>): Promise<void> {
  for (const { content } of uploads.values()) await content?.delete();
}

/** The parser truncates a file at the limit. */
function whole(file: SpooledFile | null, { truncated }: { truncated: boolean }) {
  if (!truncated) return file;
  void file?.delete();
  return null;
}

/** Accepts every body in this scope as a file on disk, whatever its content type. */
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
  app.addHook('onSend', async ({ body }) => {
    if (body instanceof SpooledFile) await body.delete();
  });
}

/** Accepts every body in this scope as text. Clients send files with any content type. */
export function takeText(app: FastifyInstance, bytes: number): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: bytes }, (_request, body, done) =>
    done(null, decodeText(Buffer.from(body))),
  );
}
