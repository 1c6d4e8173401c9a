import { simpleParser } from 'mailparser';
import { expect } from 'vitest';
import type { Context } from '../../src/context.ts';
import { sql } from '../../src/db/sql.ts';
import { operatorRenderers } from '../../src/admin/accounts/invites.ts';
import { digestRenderers } from '../../src/digests/mail/renderers.ts';
import { digestOf } from '../../src/digests/queries.ts';
import { digestTick } from '../../src/digests/send/schedule.ts';
import { type Claim, textOf } from '../../src/outbox/rendering.ts';
import { samplePapers } from '../../src/papers/sources/sample.ts';
import { subscriberRenderers } from '../../src/subscribers/mails.ts';
import { addPapers } from './readers.ts';

/** An email as sent, and as a mail program reads it. */
export interface Shown {
  name: string;
  raw: string;
  subject: string;
  html: string;
  text: string;
}

/**
 * Papers like those of the Daily Papers page: abstracts of 1,500 characters, with hard line breaks.
 */
export function longPapers(count: number) {
  const samples = samplePapers();
  return Array.from({ length: count }, (_, n) => {
    const { title, abstract, categories, upvotes, comments } = samples[n % samples.length] ?? {
      title: '',
    };
    const whole = `${abstract ?? ''} `.repeat(12).slice(0, 1500).trim();
    return {
      title: `${title}, ${n + 1}: with a Second Half that Says How`,
      abstract: whole.replaceAll(/(.{60,79}) /g, '$1\n'),
      authors: ['Ada Lindqvist', 'Kwame Asare'],
      authorCount: 7,
      publishedOn: '2026-03-09',
      upvotes: upvotes ?? null,
      comments: comments ?? null,
      categories: categories ?? [],
      pdfUrl: `https://arxiv.org/pdf/2603.${10_000 + n}`,
      codeUrl: `https://github.com/example/paper-${n}`,
    };
  });
}

/**
 * A change of address that a subscriber with this language requested.
 * @returns its id
 */
async function addressChange({ db: { prisma } }: Context, language: string): Promise<number> {
  const email = `ada-${language}@example.org`;
  const { id: subscriberId } = await prisma.subscriber.upsert({
    where: { emailKey: email },
    create: { email, emailKey: email, language },
    update: {},
  });
  const next = { email: 'ada@new.example', emailKey: 'ada@new.example' };
  return (await prisma.addressChange.create({ data: { subscriberId, ...next } })).id;
}

/** Every kind of email in one language, to one reader, with digests of ten papers. */
export async function everyMail(ctx: Context, language: string): Promise<Shown[]> {
  await addPapers(ctx, '2026-03-10', longPapers(10));
  await digestTick(ctx);
  const digest = await digestOf(ctx.db, 'daily', '2026-03-10');
  if (digest === undefined) throw new Error('no digest');
  await ctx.db
    .run(sql`insert into selection (digest_id, key, ranks) values (${digest.id}, 'none', '{}')
    on conflict do nothing`);
  const selection = await ctx.db.prisma.selection.findFirstOrThrow();
  const renderers = {
    ...digestRenderers(ctx),
    ...subscriberRenderers(ctx),
    ...operatorRenderers(ctx),
  };
  const changeId = await addressChange(ctx, language);
  const issue = { kind: 'daily', date: '2026-03-10' };
  const transactional = { digestId: null, transactionalEmailId: 5 };
  const claims: [string, Partial<Claim>][] = [
    ['digest', { transactionalEmailId: null }],
    ['digest, nothing on the topics', { transactionalEmailId: null, selectionId: selection.id }],
    ['test', { ...transactional, data: { digestId: digest.id } }],
    ['confirmation', { ...transactional, data: { confirmationId: 3 } }],
    ['welcome', transactional],
    ['reminder', transactional],
    ['manage', transactional],
    ['address-confirm', { ...transactional, data: { changeId } }],
    ['address-notice', { ...transactional, data: { changeId } }],
    ['operator-invite', { ...transactional, data: { inviteId: 3, role: 'editor' } }],
    [
      'alert, paused',
      {
        ...transactional,
        data: {
          event: 'digest-paused',
          ...issue,
          reason: { code: 'refused', reply: '550 5.7.1 no' },
        },
      },
    ],
    [
      'alert, skipped',
      {
        ...transactional,
        data: { event: 'digest-skipped', ...issue, reason: { code: 'no-papers', sources: [] } },
      },
    ],
    [
      'alert, late',
      {
        ...transactional,
        data: {
          event: 'digest-late',
          ...issue,
          sources: [{ source: 'huggingface', failure: { code: 'http-status', status: 503 } }],
        },
      },
    ],
    [
      'alert, bounced',
      {
        ...transactional,
        data: { event: 'digest-bounced', ...issue, sent: 1000, hard: 60, complaints: 2 },
      },
    ],
    [
      'alert, relay',
      {
        ...transactional,
        data: {
          event: 'relay-away',
          since: '2026-03-10T09:00:00Z',
          relay: 'mx:25',
          host: 'mx',
          port: 25,
        },
      },
    ],
  ];
  const kindOf = (name: string) => name.split(',')[0] ?? '';
  const kinds = new Set(claims.map(([name]) => kindOf(name)));
  expect([...kinds].toSorted()).toEqual(Object.keys(renderers).toSorted());
  const shown: Shown[] = [];
  for (const [name, parts] of claims) {
    const kind = kindOf(name);
    const claim: Claim = {
      kind,
      digestId: digest.id,
      selectionId: null,
      transactionalEmailId: null,
      subscriberId: 7,
      address: 'ada@example.org',
      moves: 0,
      language,
      timezone: null,
      data: {},
      fencingToken: 1,
      ...parts,
    };
    const mail = await renderers[kind]?.(claim);
    if (mail === undefined) throw new Error(`no renderer for ${kind}`);
    const raw = textOf(mail);
    const { subject = '', html, text = '' } = await simpleParser(raw);
    shown.push({ name, raw, subject, html: String(html), text });
  }
  return shown;
}
