import type { FastifyRequest, FastifySchema, RouteOptions } from 'fastify';
import { z } from 'zod';
import { hasAuditAction, recordKeyUse } from '../admin/accounts/api-audit.ts';
import { authenticate, type Scope } from '../admin/accounts/api-keys.ts';
import type { Context } from '../context.ts';
import type { App } from '../lib/http/app.ts';
import { isReading } from '../lib/http/is-reading.ts';
import { noBody, parameters } from '../lib/http/parameters.ts';
import { refusal } from '../lib/http/responses.ts';
import { Problem, WordedProblem } from '../lib/errors/problem.ts';
import { countRequest } from '../rate-limits/request-counts.ts';
import { clientHash } from '../subscribers/signup/client-hash.ts';
import { clientAddress } from '../lib/http/client-address.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The scope that an API key needs. Required on every route under /api/v1. */
    scope?: Scope;
  }
  interface FastifyRequest {
    /** The name of the API key used for this request. */
    apiKey: string | null;
    /** The scopes of that key. */
    apiScopes: readonly Scope[];
    /**
     * The target in the audit log: an id, a date or a name. Null for a request that is not recorded
     * because it changed nothing.
     */
    auditTarget: string | null;
    /**
     * Records the operation now. Otherwise it is recorded when it is completed. For operations that
     * commit step by step: what they did until an error must be in the audit log.
     */
    recordAudit: () => Promise<void>;
  }
}

const prefix = '/api/v1/';

/** Maximum wrong keys per client and minute. Requests with a valid key are not limited. */
const wrongKeysPerMinute = 300;

/**
 * Requires a key with the scope of the route for every route under /api/v1. Answers 401 without a
 * key and 403 without the scope.
 */
export function addApiAccess(app: App, ctx: Context): void {
  app.addHook('onRoute', (route) => {
    if (!route.url.startsWith(prefix)) return;
    route.schema = apiSchema(route);
    requireAuditAction(route);
  });
  app.decorateRequest('apiKey', null);
  app.decorateRequest('apiScopes');
  addAudit(app, ctx);
  app.addHook('onRequest', async (request, reply) => {
    const { scope } = request.routeOptions.config;
    // Checks the route, not the URL: `/api/%761/papers` and `http://host/api/v1/papers` are other
    // spellings of the same path.
    if (scope === undefined && !request.url.startsWith(prefix)) return;
    const { authorization } = request.headers;
    const granted = await authenticate(ctx, authorization);
    if (granted === undefined) {
      if (authorization !== undefined) await countWrongKey(ctx, clientAddress(request));
      reply.header('www-authenticate', 'Bearer');
      throw authorization === undefined ? keyRequired() : invalidKey();
    }
    request.apiKey = granted.name;
    request.apiScopes = granted.scopes;
    if (scope !== undefined && !granted.scopes.includes(scope)) {
      throw new Problem(
        403,
        'Scope missing',
        `This key lacks the scope ${scope}. Create a key that has it.`,
      );
    }
  });
}

/** Records operations in the audit log. */
function addAudit(app: App, ctx: Context): void {
  app.decorateRequest('auditTarget', '');
  app.decorateRequest('recordAudit', async function recordNow(this: FastifyRequest) {
    await record(ctx, this, 200);
    this.auditTarget = null;
  });
  // Runs before the response is sent, so that every completed operation is in the audit log.
  app.addHook('onSend', async (request, reply, payload) => {
    if (reply.statusCode < 400) await record(ctx, request, reply.statusCode);
    return payload;
  });
}

async function record(ctx: Context, request: FastifyRequest, status: number): Promise<void> {
  const { apiKey, auditTarget: target, method, body } = request;
  const operationId = request.routeOptions.schema?.operationId;
  // HEAD on an export returns no data.
  if (apiKey === null || operationId === undefined || target === null || method === 'HEAD') return;
  await recordKeyUse(ctx, { apiKey, operationId, status, body, target });
}

const keyRequired = () =>
  new Problem(401, 'Key required', 'Send an API key as "Authorization: Bearer …".');

const invalidKey = () =>
  new Problem(
    401,
    'Invalid key',
    'This API key is unknown, expired or revoked. Create one at /admin/keys or with "daily-papers api-key create".',
  );

/** @throws Error for an operation that changes something and has no audit action */
function requireAuditAction({ url, method, schema }: RouteOptions): void {
  const reads = [method].flat().every(isReading);
  if (!reads && !hasAuditAction(schema?.operationId ?? ''))
    throw new Error(`${String(method)} ${url} has no action in api-audit.ts`);
}

/** @throws WordedProblem 429 for a client that tries many keys */
async function countWrongKey(ctx: Context, ip: string): Promise<void> {
  const { current, ttl } = await countRequest(
    ctx.db,
    `api-key ${clientHash(ctx.keys, ip)}`,
    60_000,
  );
  if (current > wrongKeysPerMinute)
    throw new WordedProblem(429, 'too-often', { seconds: Math.ceil(ttl / 1000) });
}

/**
 * Adds to an API route what all of them share: the key, the error responses, and the rejection of
 * unknown query parameters and body fields.
 */
function apiSchema({ url, method, config, schema = {} }: RouteOptions): FastifySchema {
  const scope = config?.scope;
  if (scope === undefined || schema.operationId === undefined || schema.tags === undefined)
    throw new Error(`${String(method)} ${url} lacks a scope, an operationId or a tag`);
  const common = {
    401: refusal('No API key, or one that is unknown, expired or revoked'),
    403: refusal(`The key lacks the scope ${scope}`),
    422: refusal('A field or parameter that is invalid or unknown'),
    429: refusal('Too many requests with a wrong key'),
  };
  const response = z.record(z.string(), z.unknown()).parse(schema.response);
  return {
    ...schema,
    querystring: schema.querystring ?? parameters({}),
    ...(method === 'POST' ? { body: schema.body ?? noBody } : {}),
    security: [{ apiKey: [scope] }],
    response: { ...common, ...response },
  };
}
