import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import type { Context } from '../../../../src/context.ts';
import type { Prisma } from '../../../../src/generated/prisma/client.ts';
import { exportCsv, exportJson } from '../../../../src/subscribers/import-export/export.ts';
import { importSubscribers } from '../../../../src/subscribers/import-export/import.ts';
import { freshContext } from '../../../support/context.ts';

const at = (day: number) => new Date(`2026-01-0${day}T10:11:12.345Z`);

/** Adds subscribers of each status, with text that a CSV file or a spreadsheet could corrupt. */
async function fill({ db: { prisma } }: Context): Promise<void> {
  const add = (email: string, data: object, consents: object[] = []) =>
    prisma.subscriber.create({
      data: {
        email,
        emailKey: email.toLowerCase(),
        createdAt: at(1),
        ...data,
        consents: { create: consents as Prisma.ConsentCreateWithoutSubscriberInput[] },
      },
    });
  const web = { source: 'web', at: at(2), page: '/subscribe', event: null, note: null };
  await add(
    'Active@example.org',
    {
      status: 'active',
      activeSince: at(2),
      topics: ['agents, LLM', '=1+1', 'a "quote"', 'é😀'],
      topicsOnly: true,
      frequency: 'weekly',
      timezone: 'Europe/Berlin',
      hour: 7,
      papers: 12,
      notifyWhenEmpty: true,
      language: 'de',
    },
    [web, { source: 'web', at: at(3), event: 'returned-weekly', note: 'x, "y"' }],
  );
  await add('=formula@example.org', { status: 'active', activeSince: at(2) }, [web]);
  await add('pending@example.org', { status: 'pending', topics: ['x'] });
  await add(
    'paused@example.org',
    { status: 'paused', activeSince: at(2), pausedUntil: new Date('2027-01-01T00:00:00Z') },
    [web],
  );
  await add(
    'left@example.org',
    {
      status: 'unsubscribed',
      activeSince: at(2),
      unsubscribedAt: at(4),
      unsubscribeReason: 'too-often',
      unsubscribeComment: '-- too\nmany,\tmails "here"',
    },
    [web],
  );
  await add(
    'bounced@example.org',
    { status: 'bounced', statusBefore: 'active', activeSince: at(2) },
    [web],
  );
  await add('spam@example.org', { status: 'complained', activeSince: at(2) }, [web]);
  await prisma.suppression.createMany({
    data: [
      {
        emailKey: 'bounced@example.org',
        reason: 'bounced',
        evidence: '550 5.1.1 no',
        createdAt: at(5),
      },
      { emailKey: 'spam@example.org', reason: 'complained', evidence: null, createdAt: at(5) },
      { emailKey: 'nobody@example.org', reason: 'blocked', evidence: 'a list', createdAt: at(6) },
      { emailKey: 'lifted@example.org', reason: 'bounced', createdAt: at(5), endsAt: at(6) },
    ],
  });
}

async function everything({ db: { prisma } }: Context) {
  const omit = { id: true, confirmationQueuedAt: true, scheduleSince: true } as const;
  const orderBy = { emailKey: 'asc' } as const;
  const subscribers = await prisma.subscriber.findMany({
    omit,
    orderBy,
    include: { consents: { omit: { id: true, subscriberId: true }, orderBy: { at: 'asc' } } },
  });
  const suppressions = await prisma.suppression.findMany({
    where: { endsAt: null },
    omit: { id: true },
    orderBy,
  });
  return { subscribers, suppressions };
}

test.each([
  ['CSV', exportCsv],
  ['JSON', exportJson],
])(
  'an import of the %s export restores all data in an empty installation and mails no one',
  async (_format, write) => {
    const { ctx: from } = await freshContext();
    const { ctx: to } = await freshContext();
    await fill(from);
    const exported = await buffer(write(from));
    const report = await importSubscribers(to, exported, {});
    expect(report.rejected).toEqual([]);
    expect(report.reading).toMatchObject({ product: 'Daily Papers', unread: [] });
    expect(await everything(to)).toEqual(await everything(from));
    expect(await to.db.prisma.transactionalEmail.count()).toBe(0);
    expect(await to.db.prisma.confirmation.count()).toBe(0);
    // A second import changes nothing, nor does an import into the installation that the export came
    // from.
    for (const ctx of [from, to]) {
      const again = await importSubscribers(ctx, exported, {});
      expect(again).toMatchObject({ added: 0, updated: 0, departed: 0, noticeCount: 0 });
    }
    expect(await everything(to)).toEqual(await everything(from));
    expect((await buffer(write(to))).length).toBe(exported.length);
  },
);

test('an export without consents activates no one', async () => {
  const { ctx } = await freshContext();
  const text =
    'email,status,topics_only,notify_when_empty,consents\na@example.org,active,,,\nb@example.org,active,,,[]\nc@example.org,active,,,"[{""source"":""web"",""at"":""2999-01-01T00:00:00Z""}]"\nd@example.org,active,,,{\n';
  const report = await importSubscribers(ctx, text, {});
  expect(report).toMatchObject({ added: 2, asked: 2 });
  expect(report.rejected.map(({ line }) => line)).toEqual([4, 5]);
});
