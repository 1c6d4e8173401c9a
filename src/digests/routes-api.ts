import { z } from 'zod';
import type { Context } from '../context.ts';
import { day } from '../lib/dates.ts';
import { exactly } from '../lib/errors/problem.ts';
import type { App } from '../lib/http/app.ts';
import { parameters } from '../lib/http/parameters.ts';
import { domainResults } from '../outbox/sql/domain-results.ts';
import { json, refusal } from '../lib/http/responses.ts';
import { listParameters } from '../lib/pagination.ts';
import {
  digestAnswer,
  digestDateText,
  digestKindText,
  digestsAnswer,
  domainsAnswer,
} from './answers.ts';
import { composeDraft } from './compose/compose.ts';
import { writtenSubject } from './compose/written-subject.ts';
import { paperIds } from './compose/paper-ids.ts';
import { digestKind, digestName, digestStatus } from './digest.ts';
import { digestCursor, listDigests } from './digest-list.ts';
import { requestBudget, sendInput, sendNow } from './send/manual-send.ts';
import { cancelDigest, pauseDigest, resumeDigest, returnToDraft } from './send/states.ts';
import { retryFailed } from './send/retry.ts';
import { sendTests } from './send/test-copies.ts';
import { digestOf, noDigest } from './queries.ts';
import { digestAnswerOf } from './digest-answer.ts';

const read = { scope: 'digests:read' as const };
const write = { scope: 'digests:write' as const };
const tags = ['Digests'];

const kindParameter = { kind: digestKind.default('daily').describe(digestKindText) };
const params = z.object({ date: day.describe(digestDateText) });
const querystring = parameters(kindParameter);

const composeInput = exactly(
  z.object({
    date: day,
    ...kindParameter,
    paperIds: paperIds
      .optional()
      .describe('These papers in this order; by default, the trending papers'),
    subject: writtenSubject
      .optional()
      .describe('The subject in each language; by default, made of the titles'),
  }),
);

/** Operator actions on a digest. Each is a path segment. */
const actions = [
  { name: 'pause', operationId: 'pauseDigest', summary: 'Pause a digest', run: pauseDigest },
  {
    name: 'resume',
    operationId: 'resumeDigest',
    summary: 'Resume a paused digest',
    run: resumeDigest,
  },
  {
    name: 'cancel',
    operationId: 'cancelDigest',
    summary: 'Cancel a digest permanently',
    run: cancelDigest,
  },
  {
    name: 'retry',
    operationId: 'retryDigest',
    summary: 'Retry failed deliveries whose address is not at fault',
    run: retryFailed,
  },
  {
    name: 'draft',
    operationId: 'returnDigestToDraft',
    summary: 'Return a ready digest to draft',
    run: returnToDraft,
  },
] as const;

/** Digests over the API. */
export function digestsApiRoutes(ctx: Context) {
  return async (app: App): Promise<void> => {
    addListDigests(ctx, app);
    addComposeDigest(ctx, app);
    addGetDigest(ctx, app);
    addListDigestDomains(ctx, app);
    addSendDigest(ctx, app);

    for (const { name, operationId, summary, run } of actions) {
      app.post(
        `/api/v1/digests/:date/${name}`,
        {
          config: write,
          schema: {
            operationId,
            tags,
            summary,
            params,
            querystring,
            response: {
              200: json('The digest', digestAnswer),
              404: refusal('No such digest'),
              409: refusal('Not possible in this state'),
            },
          },
        },
        async (request) => {
          const { kind, date } = { ...request.query, ...request.params };
          request.auditTarget = digestName({ kind, date });
          await run(ctx, kind, date);
          return digestAnswerOf(ctx, kind, date);
        },
      );
    }
  };
}

function addListDigests(ctx: Context, app: App): void {
  app.get(
    '/api/v1/digests',
    {
      config: read,
      schema: {
        operationId: 'listDigests',
        tags,
        summary: 'List digests, newest first',
        querystring: parameters({
          kind: digestKind.optional().describe('Only digests of this kind'),
          status: digestStatus.optional().describe('Only digests with this status'),
          limit: listParameters.limit,
          cursor: digestCursor.optional().describe('The nextCursor of an earlier response'),
        }),
        response: { 200: json('Digests', digestsAnswer) },
      },
    },
    ({ query: { cursor, ...query } }) => listDigests(ctx.db, { ...query, after: cursor }),
  );
}

function addComposeDigest(ctx: Context, app: App): void {
  app.post(
    '/api/v1/digests',
    {
      config: write,
      schema: {
        operationId: 'composeDigest',
        tags,
        summary: 'Compose a draft',
        description:
          'The draft is sent at DIGEST_TIME, or only by sendDigest if DIGEST_TIME of its date has passed.',
        body: composeInput,
        response: {
          201: json('Composed', digestAnswer),
          200: json('Replaced a draft', digestAnswer),
          409: refusal('The digest is no longer a draft'),
          422: refusal('An invalid field, or no papers to compose from'),
        },
      },
    },
    async (request, reply) => {
      const { digest, replaced } = await composeDraft(ctx, request.body);
      request.auditTarget = digestName(digest);
      return reply
        .status(replaced ? 200 : 201)
        .send(await digestAnswerOf(ctx, digest.kind, digest.date));
    },
  );
}

function addGetDigest(ctx: Context, app: App): void {
  app.get(
    '/api/v1/digests/:date',
    {
      config: read,
      schema: {
        operationId: 'getDigest',
        tags,
        summary: 'Get a digest and its counts',
        params,
        querystring,
        response: { 200: json('The digest', digestAnswer), 404: refusal('No such digest') },
      },
    },
    ({ params: { date }, query: { kind } }) => digestAnswerOf(ctx, kind, date),
  );
}

function addListDigestDomains(ctx: Context, app: App): void {
  app.get(
    '/api/v1/digests/:date/domains',
    {
      config: read,
      schema: {
        operationId: 'listDigestDomains',
        tags,
        summary: 'List the results of a digest by recipient domain',
        description: 'The 100 domains with the most failures, and what their servers said.',
        params,
        querystring,
        response: { 200: json('Domains', domainsAnswer), 404: refusal('No such digest') },
      },
    },
    async ({ params: { date }, query: { kind } }) => {
      const found = await digestOf(ctx.db, kind, date);
      if (found === undefined) throw noDigest(kind, date);
      return { items: await domainResults(ctx.db, found.id), nextCursor: null };
    },
  );
}

function addSendDigest(ctx: Context, app: App): void {
  app.post(
    '/api/v1/digests/:date/send',
    {
      config: write,
      schema: {
        operationId: 'sendDigest',
        tags,
        summary: 'Send a digest now, at a time, or as test emails',
        description: 'Sending again queues nobody twice.',
        params,
        querystring,
        body: sendInput.optional(),
        response: {
          202: json('Queued', digestAnswer),
          200: json('Already queued', digestAnswer),
          404: refusal('No such digest'),
          409: refusal('Not possible in this state'),
        },
      },
    },
    async (request, reply) => {
      const { kind, date } = { ...request.query, ...request.params };
      const { at, to } = request.body ?? {};
      request.auditTarget = digestName({ kind, date });
      if (to !== undefined) {
        await sendTests(ctx, { kind, date, to });
        return reply.status(202).send(await digestAnswerOf(ctx, kind, date));
      }
      const sendAt = at === undefined ? undefined : new Date(at);
      const { first } = await sendNow(ctx, { kind, date, at: sendAt, budget: requestBudget });
      if (!first) request.auditTarget = null;
      return reply.status(first ? 202 : 200).send(await digestAnswerOf(ctx, kind, date));
    },
  );
}
