import { expect, test } from 'vitest';
import { sql } from '../../../../src/db/sql.ts';
import { unsubscribeById } from '../../../../src/subscribers/account/unsubscribe.ts';
import {
  liftSuppression,
  suppress,
  takeBackBounces,
} from '../../../../src/subscribers/suppression.ts';
import { addFindings } from '../../../../src/subscribers/suppressions/import.ts';
import { startApp } from '../../../support/app.ts';
import { freshContext } from '../../../support/context.ts';
import { linkTo } from '../../../support/links.ts';
import { addReader } from '../../../support/readers.ts';

const bouncedFinding = (reason: 'bounced' | 'blocked') => ({
  emailKey: 'ada@d.example',
  reason,
  evidence: null,
});

test.each([
  ['an operator lifts the suppression', 'lift'],
  ['the refusals turn out to be about us', 'revoke'],
])('who unsubscribes or is blocked while bounced is not mailed again when %s', async (_, way) => {
  for (const leave of ['link', 'operator', 'block'] as const) {
    const { ctx } = await freshContext();
    const app = await startApp(ctx);
    const id = await addReader(ctx, { email: 'ada@d.example' });
    await suppress(ctx.db, [bouncedFinding('bounced')]);
    if (leave === 'link')
      expect((await linkTo(ctx, app, 'unsubscribe', id).post()).statusCode).toBe(200);
    else if (leave === 'operator') await unsubscribeById(ctx, id);
    else await suppress(ctx.db, [bouncedFinding('blocked')]);
    if (way === 'lift') await liftSuppression(ctx, 'ada@d.example');
    else
      await takeBackBounces(
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
  for (const [first, second, kept, status] of [
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
    expect(result).toEqual([kept === first ? 'unchanged' : 'updated']);
    expect(await ctx.db.prisma.suppression.findMany()).toMatchObject([{ reason: kept }]);
    expect(await ctx.db.prisma.subscriber.findUnique({ where: { id } })).toMatchObject({ status });
  }
});
