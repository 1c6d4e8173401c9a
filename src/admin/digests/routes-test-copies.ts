import { z } from 'zod';
import type { Context } from '../../context.ts';
import { type Digest, digestName } from '../../digests/digest.ts';
import { testAddresses } from '../../digests/send/test-addresses.ts';
import { sendTests } from '../../digests/send/test-copies.ts';
import { Problem } from '../../lib/errors/problem.ts';
import type { App } from '../../lib/http/app.ts';
import type { Words } from '../../lib/i18n/words.ts';
import { parseAddress } from '../../subscribers/address.ts';
import { acted, pageResponses as response } from '../admin-page.ts';
import { form } from '../form-fields.ts';
import {
  digestConfig as config,
  digestPage,
  digestParams as params,
  foundDigest,
  kindQuery as querystring,
} from './digest-page.ts';
import { digestPath } from './digest-view.ts';
import { notNow, notNowPage } from './not-now.ts';

const testForm = form({ to: z.string().max(3000).catch('') });

const schema = { params, querystring, body: testForm, response };

/** Sends test copies of a digest. */
export function testCopyRoutes(ctx: Context, app: App): void {
  app.post('/admin/digests/:date/test', { config, schema }, async (request, reply) => {
    const digest = await foundDigest(ctx, request);
    const { to } = request.body;
    const addresses = to.split(/[\s,;]+/).filter(Boolean);
    const error = await test(ctx, request.words, digest, addresses);
    if (error === 'not-now') return notNowPage(ctx, request, reply);
    if (error !== null)
      return digestPage(ctx, request, reply.status(422), digest, { to, toError: error });
    return acted(ctx, request, reply, {
      action: 'digest-tested',
      target: digestName(digest),
      to: digestPath(digest),
    });
  });
}

/** @returns why no copy was sent, as text */
async function test(
  ctx: Context,
  words: Words,
  { kind, date }: Digest,
  to: string[],
): Promise<string | null> {
  const faults = to.flatMap((text) => {
    const parsed = parseAddress(text, ctx.config.NODE_ENV);
    return parsed.ok ? [] : [`${text}: ${words.t(parsed.fault)}`];
  });
  if (faults.length > 0) return faults.join(' ');
  if (!testAddresses.safeParse(to).success) return words.t('admin-test-count');
  return sendTests(ctx, { kind, date, to }).then(
    () => null,
    (error: unknown) => suppressed(words, to, error),
  );
}

function suppressed(words: Words, to: string[], error: unknown): string {
  if (!(error instanceof Problem)) throw error;
  if (error.status === 409) return notNow(error);
  const blocked = error.errors.map(({ path }) => to[Number(path.split('.')[1])] ?? '');
  return words.t('admin-test-suppressed', { addresses: blocked.join(', ') });
}
