import { expect, onTestFinished, test, vi } from 'vitest';
import type { Context } from '../../../src/context.ts';
import { senderActions } from '../../../src/app/sender-actions.ts';
import { startSender } from '../../../src/delivery/sender.ts';
import { enqueueTransactionalEmail } from '../../../src/outbox/enqueue.ts';
import { eraseSubscriber } from '../../../src/subscribers/account/erase.ts';
import { unsubscribeById } from '../../../src/subscribers/account/unsubscribe.ts';
import { pause } from '../../../src/subscribers/preferences/preferences.ts';
import { suppress } from '../../../src/subscribers/suppression.ts';
import { freshContext } from '../../support/context.ts';
import { plainMail } from '../../support/outbox.ts';
import { addReader } from '../../support/readers.ts';
import { startRelay } from '../../support/relay.ts';

const kinds = ['welcome', 'reminder', 'address-notice', 'address-confirm', 'manage'];
const renderers = Object.fromEntries(kinds.map((kind) => [kind, plainMail]));

/** Queues one email of each kind for a subscriber, as when the SMTP server cannot be reached. */
async function queueAll(ctx: Context, subscriberId: number): Promise<void> {
  const { id: changeId } = await ctx.db.prisma.addressChange.create({
    data: { subscriberId, email: 'new@d.example', emailKey: 'new@d.example' },
  });
  for (const kind of kinds)
    await enqueueTransactionalEmail(ctx.db, {
      kind,
      hours: 24,
      data: { changeId },
      ...(kind === 'address-confirm' ? { address: 'new@d.example' } : { subscriberId }),
    });
}

const findingOf = (reason: 'bounced' | 'complained' | 'blocked') => [
  { emailKey: 'ada@d.example', reason, evidence: null },
];

/** How a subscription ends or continues, and the emails that are sent afterwards. */
const ways: [string, (ctx: Context, id: number) => Promise<unknown>, string[]][] = [
  ['nothing happened', async () => {}, kinds],
  ['paused', (ctx, id) => pause(ctx, id, null), kinds],
  ['unsubscribed', (ctx, id) => unsubscribeById(ctx, id), ['manage']],
  ['bounced', (ctx) => suppress(ctx.db, findingOf('bounced')), []],
  ['complained', (ctx) => suppress(ctx.db, findingOf('complained')), []],
  ['blocked', (ctx) => suppress(ctx.db, findingOf('blocked')), []],
  ['erased', (ctx, id) => eraseSubscriber(ctx, id), []],
];

test.each(ways)(
  'emails about a subscription that waited for the relay: %s',
  async (_name, leave, sent) => {
    const relay = await startRelay();
    const { ctx } = await freshContext({ SMTP_URL: relay.url });
    const id = await addReader(ctx, { email: 'ada@d.example' });
    await queueAll(ctx, id);
    await leave(ctx, id);
    const sender = startSender(ctx, renderers, senderActions(ctx));
    onTestFinished(() => sender.stop());
    const open = { state: { in: ['queued' as const, 'sending' as const] } };
    await vi.waitFor(
      async () => expect(await ctx.db.prisma.transactionalEmail.count({ where: open })).toBe(0),
      { timeout: 60_000, interval: 20 },
    );
    const subjects = relay.received.map(({ raw }) => /^Subject: (.*)$/m.exec(raw)?.[1]);
    expect(new Set(subjects)).toEqual(new Set(sent));
    expect(subjects).toHaveLength(sent.length);
  },
);
