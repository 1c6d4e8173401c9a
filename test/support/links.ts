import type { FastifyInstance } from 'fastify';
import type { Context } from '../../src/context.ts';
import { makeToken, type Purpose } from '../../src/subscribers/tokens.ts';
import { form } from './app.ts';

/** A link in an email, and functions that open it like a browser or a program. */
export function linkTo(ctx: Context, app: FastifyInstance, purpose: Purpose, id: number) {
  const page = purpose === 'address-old' ? 'address' : purpose.replace(/-\d+$/, '');
  const url = `/${page}/${makeToken(ctx.keys, purpose, id)}`;
  const json = { accept: 'application/json' };
  return {
    url,
    get: (headers: Record<string, string> = {}) =>
      app.inject({ url, headers: { accept: 'text/html', ...headers } }),
    post: (fields: Record<string, string> = {}) =>
      app.inject({ method: 'POST', url, ...form(fields) }),
    getJson: () => app.inject({ url, headers: json }),
    postJson: (payload: object = {}) => app.inject({ method: 'POST', url, headers: json, payload }),
  };
}
