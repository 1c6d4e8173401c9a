import type { FastifyInstance } from 'fastify';
import type { Context } from '../../src/context.ts';
import { fromOurPage, operatorOn } from './operator.ts';

interface File {
  name: string;
  content: Uint8Array<ArrayBuffer> | string;
}

/** A multipart form with a file, as a browser sends it, and its header, for `inject`. */
async function multipart(fields: Record<string, string>, file?: File) {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  if (file !== undefined) data.set('file', new Blob([file.content]), file.name);
  const sent = new Response(data);
  return {
    headers: { 'content-type': sent.headers.get('content-type') ?? '' },
    payload: Buffer.from(await sent.arrayBuffer()),
  };
}

/** An operator's browser that can upload files. */
export async function uploader(ctx: Context, app: FastifyInstance, language = 'en') {
  const operator = await operatorOn(ctx, app, language);
  const send = async (url: string, fields: Record<string, string>, file?: File) => {
    const { headers, payload } = await multipart({ csrf: operator.csrf, ...fields }, file);
    const all = {
      cookie: operator.cookie,
      accept: 'text/html',
      'accept-language': language,
      ...fromOurPage,
      ...headers,
    };
    return app.inject({ method: 'POST', url, headers: all, payload });
  };
  /** Follows the redirect of a response. */
  const follow = (answer: { headers: Record<string, unknown> }) =>
    operator.get(String(answer.headers['location']));
  return { ...operator, send, follow };
}
