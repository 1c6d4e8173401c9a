import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import type { Context } from '../../../../src/context.ts';
import { sql } from '../../../../src/db/sql.ts';
import { unsubscribeById } from '../../../../src/subscribers/account/unsubscribe.ts';
import { exportCsv } from '../../../../src/subscribers/import-export/export.ts';
import { importSubscribers } from '../../../../src/subscribers/import-export/import.ts';
import {
  addFindings,
  liftSuppression,
  suppress,
  revokeBounceSuppressions,
} from '../../../../src/subscribers/suppression.ts';
import type { SuppressionReason } from '../../../../src/suppressions/sql.ts';
import { startApp } from '../../../support/app.ts';
import { freshContext } from '../../../support/context.ts';
import { linkTo } from '../../../support/links.ts';
import { addReader } from '../../../support/readers.ts';

const bouncedFinding = (reason: 'bounced' | 'blocked') => ({
  emailKey: 'ada@d.example',
  reason,
  evidence: null,
});

const departed = 'email,status\nada@d.example,unsubscribed\n';

type Leave = (ctx: Context, id: number) => Promise<unknown>;
const ways: Record<string, Leave> = {
  link: async (ctx, id) => linkTo(ctx, await startApp(ctx), 'unsubscribe', id).post(),
  operator: (ctx, id) => unsubscribeById(ctx, id),
  list: (ctx) => importSubscribers(ctx, departed, { applyDepartures: true }),
  block: (ctx) => suppress(ctx.db, [bouncedFinding('blocked')]),
};

test.each([
  ['an operator lifts the suppression', 'lift'],
  ['the refusals turn out to be about us', 'revoke'],
])('who unsubscribes or is blocked while bounced is not mailed again when %s', async (_, way) => {
  for (const [leave, run] of Object.entries(ways)) {
    const { ctx } = await freshContext();
    const id = await addReader(ctx, { email: 'ada@d.example' });
    await suppress(ctx.db, [bouncedFinding('bounced')]);
    await run(ctx, id);
    if (way === 'lift') await liftSuppression(ctx, 'ada@d.example');
    else
      await revokeBounceSuppressions(
        ctx.db,
        sql`select 'ada@d.example', now() - interval '1 hour', now() + interval '1 hour'`,
      );
    const { status } = await ctx.db.prisma.subscriber.findUniqueOrThrow({ where: { id } });
    expect([leave, status]).toEqual([leave, 'unsubscribed']);
    expect(await ctx.db.prisma.journalEntry.count({ where: { action: 'left' } })).toBe(1);
    const blocked = await ctx.db.prisma.suppression.count({ where: { endsAt: null } });
    expect([leave, blocked]).toEqual([leave, leave === 'block' && way === 'revoke' ? 1 : 0]);
  }
});

test('the stronger reason of a suppression stays, in any order', async () => {
  for (const [first, second, remaining, status] of [
    ['bounced', 'blocked', 'blocked', 'unsubscribed'],
    ['blocked', 'bounced', 'blocked', 'unsubscribed'],
    ['blocked', 'complained', 'complained', 'complained'],
    ['complained', 'blocked', 'complained', 'complained'],
    ['bounced', 'complained', 'complained', 'complained'],
  ] as const) {
    const { ctx } = await freshContext();
    const id = await addReader(ctx, { email: 'ada@d.example' });
    const [, result] = [
      await addFindings(ctx, [{ emailKey: 'ada@d.example', reason: first, evidence: null }]),
      await addFindings(ctx, [{ emailKey: 'ada@d.example', reason: second, evidence: null }]),
    ];
    expect(result).toEqual([remaining === first ? 'unchanged' : 'updated']);
    expect(await ctx.db.prisma.suppression.findMany()).toMatchObject([{ reason: remaining }]);
    expect(await ctx.db.prisma.subscriber.findUnique({ where: { id } })).toMatchObject({ status });
  }
});

test('a list replaces a weaker reason, and blocks a subscriber who had unsubscribed', async () => {
  for (const [first, listed, remaining, status] of [
    ['bounced', 'complained', 'complained', 'complained'],
    ['bounced', 'blocked', 'blocked', 'unsubscribed'],
    ['blocked', 'bounced', 'blocked', 'unsubscribed'],
    ['unsubscribed', 'blocked', 'blocked', 'unsubscribed'],
  ] as const) {
    const { ctx } = await freshContext();
    const id = await addReader(ctx, { email: 'ada@d.example' });
    if (first === 'unsubscribed') await unsubscribeById(ctx, id);
    else await suppress(ctx.db, [bouncedFinding(first)]);
    await importSubscribers(ctx, await exported(listed), {});
    const { db } = ctx;
    expect(await db.prisma.suppression.findMany()).toMatchObject([{ reason: remaining }]);
    expect(await db.prisma.subscriber.findUnique({ where: { id } })).toMatchObject({ status });
  }
});

/** The export of an installation where the address is suppressed. */
async function exported(reason: SuppressionReason): Promise<string> {
  const { ctx } = await freshContext();
  await addReader(ctx, { email: 'ada@d.example' });
  await suppress(ctx.db, [{ ...bouncedFinding('bounced'), reason }]);
  return text(exportCsv(ctx));
}
