import type { FastifyInstance } from 'fastify';
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Context } from '../../../../src/context.ts';
import { ownPath } from '../../../../src/digests/mail/web-path.ts';
import { startApp } from '../../../support/app.ts';
import { freshContext } from '../../../support/context.ts';
import { linkTo } from '../../../support/links.ts';
import { addPapers, addReader } from '../../../support/readers.ts';

const key = 'test-key-of-some-length';
const date = '2026-03-14';

const files: Record<string, string> = {
  'addresses.csv': 'email\neve@example.org\n',
  'page.txt': 'Daily Papers\n\nMar 14\n\nA Title\n\nAn abstract.\n\n  • 7 authors\n·\nMar 13\n',
};

interface Example {
  id: string;
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  url: URL;
  headers: Record<string, string>;
  payload: string | undefined;
}

/** The statuses of a digest in which an action on it is possible, if `ready` is not one of them. */
const statuses: Record<string, 'draft' | 'paused' | 'sending'> = {
  composeDigest: 'draft',
  sendDigest: 'draft',
  resumeDigest: 'paused',
  retryDigest: 'sending',
};

/** The curl examples of the reference page, in its order. */
async function examplesOf(app: FastifyInstance): Promise<Example[]> {
  const { body } = await app.inject({ url: '/api/docs', headers: { accept: 'text/html' } });
  return [...body.matchAll(/ id="(\w+)"(?:(?! id=)[\s\S])*?<pre>(curl [\s\S]*?)<\/pre>/g)].map(
    ([, id = '', command = '']) => parse(id, command),
  );
}

function parse(id: string, escaped: string): Example {
  const command = escaped.replaceAll('&#34;', '"').replaceAll('&#39;', "'").replaceAll('\\\n', '');
  const words = [...command.matchAll(/'([^']*)'|([^\s']+)/g)].map(
    ([, quoted, plain = '']) => quoted ?? plain,
  );
  const after = (option: string) =>
    words.flatMap((word, index) => (words[index - 1] === option ? [word] : []));
  const [file] = after('--data-binary');
  return {
    id,
    method: z.enum(['GET', 'POST', 'PATCH', 'DELETE']).parse(after('-X')[0] ?? 'GET'),
    url: new URL(words.find((word) => word.startsWith('https://')) ?? ''),
    headers: Object.fromEntries(
      after('-H').map((header) => header.replace('KEY', key).split(': ')),
    ),
    payload: file === undefined ? after('-d')[0] : files[file.slice(1)],
  };
}

/** The path of an example, with the token of a link that a new reader got by email. */
async function withToken(ctx: Context, app: FastifyInstance, path: string): Promise<string> {
  if (!path.includes('/TOKEN')) return path;
  const reader = await addReader(ctx);
  const [, page = ''] = path.split('/');
  if (page === 'my') {
    const { id } = await ctx.db.prisma.digest.findFirstOrThrow();
    const now = ctx.now();
    await ctx.db.prisma.delivery.create({
      data: { digestId: id, subscriberId: reader, dueAt: now, expiresAt: now },
    });
    return ownPath(ctx.keys, { id, kind: 'daily', date }, reader);
  }
  const preferences = linkTo(ctx, app, 'preferences', reader);
  if (page === 'preferences' || page === 'unsubscribe') return linkTo(ctx, app, page, reader).url;
  if (page === 'confirm') {
    const payload = { email: `new${reader}@example.org` };
    await app.inject({ method: 'POST', url: '/subscribe', payload });
    const newest = await ctx.db.prisma.confirmation.findFirstOrThrow({ orderBy: { id: 'desc' } });
    return linkTo(ctx, app, 'confirm', newest.id).url;
  }
  if (page === 'address') {
    await preferences.postJson({ action: 'address', email: `moved${reader}@example.org` });
    const newest = await ctx.db.prisma.addressChange.findFirstOrThrow({ orderBy: { id: 'desc' } });
    return linkTo(ctx, app, 'address', newest.id).url;
  }
  await preferences.postJson({ action: 'manage' });
  const newest = await ctx.db.prisma.transactionalEmail.findFirstOrThrow({
    where: { kind: 'manage' },
    orderBy: { id: 'desc' },
  });
  return linkTo(ctx, app, 'manage', newest.id).url;
}

test('shows a curl command for every operation but webhooks, and each command works', async () => {
  const { ctx } = await freshContext(
    { ADMIN_API_KEY: key, PAPER_SOURCES: 'sample', SUBSCRIBE_RATE: '100' },
    `${date}T09:00:00Z`,
  );
  const app = await startApp(ctx);
  await addReader(ctx);
  await addPapers(ctx, date, [{ title: 'Sparse Rewards', authors: ['Ada Lindqvist'] }]);
  const headers = { authorization: `Bearer ${key}` };
  await app.inject({ method: 'POST', url: '/api/v1/digests', headers, payload: { date } });

  const examples = await examplesOf(app);
  for (const { id, method, url, headers: sent, payload } of examples) {
    await ctx.db.prisma.delivery.deleteMany();
    const status = statuses[id] ?? 'ready';
    const readyAt = status === 'draft' ? null : ctx.now();
    await ctx.db.prisma.digest.updateMany({ data: { status, readyAt } });
    const path = await withToken(ctx, app, url.pathname);
    const answer = await app.inject({
      method,
      url: `${path}${url.search}`,
      headers: sent,
      ...(payload === undefined ? {} : { payload }),
    });
    expect([id, answer.statusCode, answer.statusCode < 300 ? '' : answer.body]).toEqual([
      id,
      expect.toSatisfy((status: number) => status >= 200 && status < 300),
      '',
    ]);
  }
  const { paths } = z
    .object({
      paths: z.record(z.string(), z.record(z.string(), z.object({ operationId: z.string() }))),
    })
    .parse((await app.inject('/api/openapi.json')).json());
  const documented = Object.entries(paths)
    .filter(([path]) => !path.startsWith('/webhooks/'))
    .flatMap(([, methods]) => Object.values(methods).map(({ operationId }) => operationId));
  expect(examples.map(({ id }) => id).toSorted()).toEqual(documented.toSorted());
});
