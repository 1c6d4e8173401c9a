import { expect, test } from 'vitest';
import type { Context } from '../../../../src/context.ts';
import {
  importSubscribers,
  previewImport,
} from '../../../../src/subscribers/import-export/import.ts';
import { products } from '../../../../src/subscribers/import-export/products.ts';
import { freshContext } from '../../../support/context.ts';

interface Expected {
  text: string;
  active?: string[];
  /** Asked to confirm by email. */
  pending?: string[];
  unsubscribed?: string[];
  bounced?: string[];
  complained?: string[];
  blocked?: string[];
  /** Lines that are rejected. */
  rejected?: number[];
  unread?: string[];
}

/** Lists in the format of the products' exports. */
const lists: Record<string, Expected> = {
  'Daily Papers suppressions': {
    text: 'email,reason,evidence,created_at\ngone@example.org,bounced,no such user,2026-01-02T03:04:05Z\nspam@example.org,complained,,\nno@example.org,blocked,,\nwhat@example.org,vacation,,\n',
    bounced: ['gone'],
    complained: ['spam'],
    blocked: ['no'],
    rejected: [5],
    unread: ['evidence', 'created_at'],
  },
  listmonk: {
    text: 'uuid,email,name,attributes,status,created_at\n1,in@example.org,A,{},enabled,2025-01-02 10:00:00+00\n2,off@example.org,B,{},disabled,\n3,no@example.org,C,"{""a"": 1}",blocklisted,\n',
    active: ['in'],
    blocked: ['no'],
    rejected: [3],
    unread: ['uuid', 'name', 'attributes'],
  },
  'listmonk, one list': {
    text: 'email,status,subscription_status\nin@example.org,enabled,confirmed\nask@example.org,enabled,unconfirmed\nout@example.org,enabled,unsubscribed\n',
    active: ['in'],
    pending: ['ask'],
    unsubscribed: ['out'],
  },
  'Mailchimp, subscribed': {
    text: '"Email Address","First Name",MEMBER_RATING,OPTIN_TIME,LEID,EUID\nin@example.org,A,2,"2024-05-06 07:08:09",1,a\n',
    active: ['in'],
    unread: ['First Name', 'MEMBER_RATING', 'LEID', 'EUID'],
  },
  'Mailchimp, unsubscribed': {
    text: '"Email Address","First Name",OPTIN_TIME,UNSUB_TIME,UNSUB_REASON\nout@example.org,A,,"2024-05-06 07:08:09",\nspam@example.org,B,,"2024-05-06 07:08:09",spam\n',
    unsubscribed: ['out'],
    complained: ['spam'],
  },
  'Mailchimp, cleaned': {
    text: '"Email Address",CONFIRM_TIME,CLEAN_TIME\nout@example.org,,"2024-05-06 07:08:09"\n',
    bounced: ['out'],
  },
  Ghost: {
    text: 'id,email,name,subscribed_to_emails,deleted_at\n1,in@example.org,A,true,\n2,out@example.org,B,false,\n3,gone@example.org,C,true,2025-01-02T10:00:00.000Z\n',
    active: ['in'],
    unsubscribed: ['out'],
    rejected: [4],
  },
  Substack: {
    text: 'email,active_subscription,plan,email_disabled\nin@example.org,false,other,false\nout@example.org,true,other,true\n',
    active: ['in'],
    unsubscribed: ['out'],
  },
  Keila: {
    text: 'Email,Data,External ID,Status\r\nin@example.org,,,active\r\nout@example.org,,,unsubscribed\r\ndead@example.org,,,unreachable\r\n',
    active: ['in'],
    unsubscribed: ['out'],
    bounced: ['dead'],
  },
  Mailtrain: {
    text: 'cid,email,status,first_name\nx1,in@example.org,1,A\nx2,out@example.org,2,B\nx3,dead@example.org,3,C\nx4,spam@example.org,4,D\nx5,odd@example.org,7,E\n',
    active: ['in'],
    unsubscribed: ['out'],
    bounced: ['dead'],
    complained: ['spam'],
    rejected: [6],
  },
  phpList: {
    text: 'id,email,confirmed,blacklisted,uniqid,htmlemail,disabled\n1,in@example.org,1,0,u,1,0\n2,ask@example.org,0,0,u,1,0\n3,out@example.org,1,1,u,1,0\n',
    active: ['in'],
    pending: ['ask'],
    blocked: ['out'],
  },
  Kit: {
    text: 'id,first_name,email_address,state,created_at\n1,A,in@example.org,active,2024-01-02T03:04:05Z\n2,B,out@example.org,cancelled,\n3,C,ask@example.org,inactive,\n4,D,dead@example.org,bounced,\n5,E,spam@example.org,complained,\n',
    active: ['in'],
    pending: ['ask'],
    unsubscribed: ['out'],
    bounced: ['dead'],
    complained: ['spam'],
  },
  Buttondown: {
    text: 'email_address,creation_date,type\nin@example.org,2024-01-02,regular\nask@example.org,2024-01-02,unactivated\nout@example.org,2024-01-02,unsubscribed\nodd@example.org,2024-01-02,spammy\ndead@example.org,2024-01-02,undeliverable\ngone@example.org,2024-01-02,removed\n',
    active: ['in'],
    pending: ['ask'],
    unsubscribed: ['out'],
    blocked: ['odd'],
    bounced: ['dead'],
    rejected: [7],
  },
  MailerLite: {
    text: 'Subscriber,Subscribed,Unsubscribed\nin@example.org,2025-01-02,\nout@example.org,2025-01-02,2025-02-03\n',
    active: ['in'],
    unsubscribed: ['out'],
  },
  useSend: {
    text: '{"email":"in@example.org","firstName":"A","subscribed":true}\n{"email":"out@example.org","firstName":"B","subscribed":false}\n{"email":"dead@example.org","firstName":"C","subscribed":false,"unsubscribeReason":"BOUNCED"}\n',
    active: ['in'],
    unsubscribed: ['out'],
    bounced: ['dead'],
  },
  Mailman: {
    text: 'Ada Byron <in@example.org>\n"Hopper, Grace" <also@example.org>\nplain@example.org\n',
    active: ['also', 'in', 'plain'],
  },
  'Google Contacts': {
    text: 'First Name;E-mail 1 - Label;E-mail 1 - Value;E-mail 2 - Value\nA;home;in@example.org;other@example.org\n',
    active: ['in'],
    unread: ['First Name', 'E-mail 1 - Label', 'E-mail 2 - Value'],
  },
};

async function found(ctx: Context): Promise<Omit<Expected, 'text' | 'rejected' | 'unread'>> {
  const name = (email: string) => email.replace('@example.org', '');
  const all = await ctx.db.prisma.subscriber.findMany({ orderBy: { email: 'asc' } });
  const blocked = await ctx.db.prisma.suppression.findMany({ where: { reason: 'blocked' } });
  const of = (status: string) =>
    all.filter((one) => one.status === status).map(({ email }) => name(email));
  return {
    active: of('active'),
    pending: of('pending'),
    unsubscribed: of('unsubscribed'),
    bounced: of('bounced'),
    complained: of('complained'),
    blocked: blocked.map(({ emailKey }) => name(emailKey ?? '')),
  };
}

test.each(Object.entries(lists))('%s', async (name, list) => {
  const { ctx } = await freshContext();
  const options = { consent: { source: 'moved' } };
  const preview = await previewImport(ctx, list.text, options);
  expect(await ctx.db.prisma.subscriber.count()).toBe(0);
  const imported = await importSubscribers(ctx, list.text, options);
  expect(imported).toEqual(preview);
  expect(imported.reading.product).toBe(name.split(',')[0]);
  expect(imported.rejected.map(({ line }) => line)).toEqual(list.rejected ?? []);
  expect(imported.reading.unread).toEqual(list.unread ?? imported.reading.unread);
  const { active = [], pending = [], unsubscribed = [] } = list;
  const { bounced = [], complained = [], blocked = [] } = list;
  expect(await found(ctx)).toEqual({ active, pending, unsubscribed, bounced, complained, blocked });
  expect(imported.becomes).toEqual({
    active: active.length,
    pending: pending.length,
    unsubscribed: unsubscribed.length,
    suppressed: bounced.length + complained.length + blocked.length,
  });
  expect(await ctx.db.prisma.transactionalEmail.count()).toBe(pending.length);
  const suppressions = await ctx.db.prisma.suppression.count();
  expect(suppressions).toBe(bounced.length + complained.length + blocked.length);
  // A second import changes nothing, and importing the same people as active does not reactivate
  // them.
  const again = await importSubscribers(ctx, list.text, options);
  expect([again.added, again.updated, again.departed]).toEqual([0, 0, 0]);
  const left = [...unsubscribed, ...bounced, ...complained, ...blocked];
  const back = ['new', ...left].map((one) => `${one}@example.org`).join('\n');
  expect((await importSubscribers(ctx, back, options)).added).toBe(1);
});

test('the first date that is given is the time of the consent', async () => {
  const { ctx } = await freshContext();
  const list = 'Email Address,OPTIN_TIME,CONFIRM_TIME,LEID,EUID\nin@example.org,,2024-05-06,1,a\n';
  await importSubscribers(ctx, list, { consent: { source: 'moved' } });
  const { at } = await ctx.db.prisma.consent.findFirstOrThrow();
  expect(at.toISOString()).toBe('2024-05-06T00:00:00.000Z');
});

test('each product has a list here', () => {
  const tested = new Set(Object.keys(lists).map((name) => name.split(',')[0]));
  const known = products.map(({ name }) => name).filter((name) => name !== 'Daily Papers');
  expect(known.filter((name) => !tested.has(name))).toEqual([]);
});
