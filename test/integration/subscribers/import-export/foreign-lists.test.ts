import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  importSubscribers,
  previewImport,
} from '../../../../src/subscribers/import-export/import.ts';
import { guessFormat } from '../../../../src/subscribers/import-export/list-formats.ts';
import { freshContext } from '../../../support/context.ts';

/**
 * Lists in the shapes of other products: the addresses that may become active, and those asked to
 * confirm.
 */
const lists: Record<
  string,
  { text: string; active: string[]; pending?: string[]; rejected: number[] }
> = {
  listmonk: {
    text: 'uuid,email,name,attributes,status\n1,in@example.org,A,{},enabled\n2,off@example.org,B,{},disabled\n3,no@example.org,C,"{""a"": 1}",blocklisted\n',
    active: ['in'],
    rejected: [3, 4],
  },
  'listmonk, one list': {
    text: 'email,status,subscription_status\nin@example.org,enabled,confirmed\nask@example.org,enabled,unconfirmed\nout@example.org,enabled,unsubscribed\n',
    active: ['in'],
    pending: ['ask'],
    rejected: [4],
  },
  Ghost: {
    text: 'id,email,name,subscribed_to_emails,deleted_at\n1,in@example.org,A,true,\n2,out@example.org,B,false,\n3,gone@example.org,C,true,2025-01-02T10:00:00.000Z\n',
    active: ['in'],
    rejected: [3, 4],
  },
  Substack: {
    text: 'email,active_subscription,plan,email_disabled\nin@example.org,false,other,false\nout@example.org,true,other,true\n',
    active: ['in'],
    rejected: [3],
  },
  'Mailchimp, unsubscribed': {
    text: '"Email Address","First Name",OPTIN_TIME,UNSUB_TIME,UNSUB_REASON\nout@example.org,A,,"2024-05-06 07:08:09",\n',
    active: [],
    rejected: [2],
  },
  'Mailchimp, cleaned': {
    text: '"Email Address",CONFIRM_TIME,CLEAN_TIME\nout@example.org,,"2024-05-06 07:08:09"\n',
    active: [],
    rejected: [2],
  },
  Keila: {
    text: 'Email,Data,Status\nin@example.org,,active\nout@example.org,,unsubscribed\ndead@example.org,,unreachable\n',
    active: ['in'],
    rejected: [3, 4],
  },
  phpList: {
    text: 'email,confirmed,blacklisted\nin@example.org,1,0\nask@example.org,0,0\nout@example.org,1,1\n',
    active: ['in'],
    pending: ['ask'],
    rejected: [4],
  },
  Kit: {
    text: 'email,state\nin@example.org,active\nout@example.org,cancelled\nold@example.org,inactive\n',
    active: ['in'],
    rejected: [3, 4],
  },
  useSend: {
    text: '{"email":"in@example.org","subscribed":true}\n{"email":"out@example.org","subscribed":false}\n',
    active: ['in'],
    rejected: [2],
  },
  'an unknown status': {
    text: 'email,status\nin@example.org,subscribed\nodd@example.org,grey-listed\nempty@example.org,\n',
    active: ['in'],
    rejected: [3, 4],
  },
  'cells moved by a comma': {
    text: 'email,name,note,subscribed_to_emails\nout@example.org,Byron, Lord,,false\nin@example.org,A,,true\n',
    active: ['in'],
    rejected: [2],
  },
  'one address twice': {
    text: 'email,status\nout@example.org,active\nOUT@example.org,unsubscribed\nin@example.org,active\n',
    active: ['in'],
    rejected: [2, 3],
  },
};

test.each(Object.entries(lists))('%s: nobody who left is added or mailed', async (_name, list) => {
  const { ctx } = await freshContext();
  const options = { format: guessFormat(list.text), consent: { source: 'moved' } };
  const previewed = await previewImport(ctx, list.text, options);
  const imported = await importSubscribers(ctx, list.text, options);
  const pending = list.pending ?? [];
  for (const report of [previewed, imported]) {
    expect(report.rejected.map(({ line }) => line)).toEqual(list.rejected);
    expect(report.added).toBe(list.active.length + pending.length);
  }
  const added = await ctx.db.prisma.subscriber.findMany({
    select: { email: true, status: true },
    orderBy: { id: 'asc' },
  });
  expect(added).toEqual(
    expect.arrayContaining([
      ...list.active.map((name) => ({ email: `${name}@example.org`, status: 'active' })),
      ...pending.map((name) => ({ email: `${name}@example.org`, status: 'pending' })),
    ]),
  );
  expect(added).toHaveLength(list.active.length + pending.length);
  expect(await ctx.db.prisma.transactionalEmail.count()).toBe(pending.length);
});

test.for(['Subscriber', 'Primary Email', 'Email 1 - Value', 'E-Mail-Adresse', 'Email Address'])(
  'a column %j has the addresses',
  async (header) => {
    const { ctx } = await freshContext();
    const list = `Name,${header}\nAda,ada@example.org\n`;
    const report = await importSubscribers(ctx, list, {
      format: 'csv',
      consent: { source: 'a list' },
    });
    expect(report).toMatchObject({ read: 1, added: 1, rejected: [] });
  },
);

test('a file with two status columns of one name is refused', async () => {
  const { ctx } = await freshContext();
  const text = 'email,status,Status\na@example.org,unsubscribed,active\n';
  await expect(importSubscribers(ctx, text, { format: 'csv' })).rejects.toThrow(
    'two columns "status"',
  );
});

/**
 * Exports of other products that are not part of this repository: addresses that left begin with
 * one of these names.
 */
const samples = process.env['SAMPLE_LISTS'] ?? '';

test.skipIf(!existsSync(samples))('sample exports: nobody who left is added', async () => {
  const { ctx } = await freshContext();
  const files = [
    'listmonk-export.csv',
    'ghost-members.csv',
    'substack-email-list.csv',
    'keila-contacts.csv',
  ];
  files.push('mailchimp-cleaned.csv', 'mailchimp-unsubscribed.csv', 'usesend-contacts.ndjson');
  for (const file of files) {
    const text = readFileSync(join(samples, file), 'utf8');
    await importSubscribers(ctx, text, { format: guessFormat(text), consent: { source: 'moved' } });
  }
  const added = await ctx.db.prisma.subscriber.findMany({ select: { email: true } });
  const names = added.map(({ email }) => email.replace('@example.org', '')).toSorted();
  expect(names).toEqual(['gh-on', 'kl-on', 'lm-enabled', 'ss-on', 'us-on']);
});
