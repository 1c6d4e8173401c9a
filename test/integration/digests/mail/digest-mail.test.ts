import { simpleParser } from 'mailparser';
import MailComposer from 'nodemailer/lib/mail-composer';
import { expect, test } from 'vitest';
import type { Context } from '../../../../src/context.ts';
import { CacheBudget } from '../../../../src/digests/mail/cache-budget.ts';
import { composeMail, fillMail } from '../../../../src/digests/mail/digest-mail.ts';
import { digestOf, poolOf } from '../../../../src/digests/queries.ts';
import { digestRenderers } from '../../../../src/digests/mail/renderers.ts';
import { digestTick } from '../../../../src/digests/send/schedule.ts';
import { composeDraft } from '../../../../src/digests/compose/compose.ts';
import { subjectOf } from '../../../../src/digests/compose/subject.ts';
import { type Claim, type OutgoingMail, textOf } from '../../../../src/outbox/rendering.ts';
import { readToken } from '../../../../src/subscribers/tokens.ts';
import { readCatalogue } from '../../../../src/lib/i18n/words.ts';
import { freshContext } from '../../../support/context.ts';
import { addPapers } from '../../../support/readers.ts';

async function mailOf(ctx: Context, language = 'en') {
  await digestTick(ctx);
  const digest = await digestOf(ctx.db, 'daily', '2026-03-10');
  if (digest === undefined) throw new Error('no digest');
  return composeMail(ctx, digest, await poolOf(ctx.db, digest.id, digest.issueSize), {
    words: ctx.words(language),
  });
}

test('has every required header once and no line over 998 bytes', async () => {
  const { ctx } = await freshContext({ MAIL_UNSUBSCRIBE: 'leave@papers.example' });
  await addPapers(ctx, '2026-03-10', [
    { title: 'One', pdfUrl: `https://papers.example/${'a'.repeat(1900)}` },
  ]);
  const out = fillMail(ctx, await mailOf(ctx), {
    subscriberId: 7,
    address: 'ada@example.org',
    moves: 0,
  });
  const lines = textOf(out).split('\r\n');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(998);
  const { headers, headerLines } = await simpleParser(textOf(out));
  for (const name of [
    'from',
    'to',
    'subject',
    'date',
    'message-id',
    'list-unsubscribe',
    'list-unsubscribe-post',
    'list-id',
    'feedback-id',
    'precedence',
    'auto-submitted',
    'mime-version',
    'content-type',
  ]) {
    expect([name, headerLines.filter(({ key }) => key === name).length]).toEqual([name, 1]);
  }
  expect(out.header).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n');
  expect(out.header).toMatch(
    /List-Unsubscribe: <https:\/\/papers\.example\/unsubscribe\/[\w-]+>, <mailto:leave@papers\.example\?subject=unsubscribe%207-[\w-]{22}>\r\n/,
  );
  expect(headers.get('precedence')).toBe('bulk');
  expect(out.rcptTo).toBe('ada@example.org');
  expect(out.mailFrom).toMatch(/^bounce\+d\d+-7-[\w-]{12}@papers\.example$/);
  expect(out.header).toContain('Message-ID: <digest.1.7@papers.example>');
});

test('contains the reader’s own links and no unfilled slot', async () => {
  const { ctx } = await freshContext();
  await addPapers(ctx, '2026-03-10', ['One']);
  const mail = await mailOf(ctx);
  for (const [subscriberId, address] of [
    [7, 'ada@example.org'],
    [8, `b=b.=41.${'x'.repeat(50)}@example.org`],
  ] as const) {
    const out = fillMail(ctx, mail, { subscriberId, address, moves: 0 });
    const { text = '', html } = await simpleParser(textOf(out));
    for (const part of [text, String(html)]) {
      expect(part).toContain(address);
      expect(part).not.toMatch(/slot[a-p]{16}/);
      for (const purpose of ['unsubscribe', 'preferences'] as const) {
        const token = new RegExp(`/${purpose}/([\\w-]+)`).exec(part)?.[1] ?? '';
        expect(readToken(ctx.keys, purpose, token)).toBe(subscriberId);
      }
    }
  }
});

test.each(readCatalogue().languages)(
  'decodes to the same content as an email of nodemailer’s composer (%s)',
  async (language) => {
    const { ctx } = await freshContext({
      SITE_NAME: 'Tägliche Paper',
      MAIL_FROM: 'Tägliche Paper <digest@papers.example>',
    });
    await addPapers(
      ctx,
      '2026-03-10',
      hostile.map((title) => ({
        title,
        abstract: `${title}. `.repeat(20),
        authors: ['Ünal Ö', 'Zoë'],
      })),
    );
    const mail = await mailOf(ctx, language);
    expect(mail.html).toContain(`<html lang="${language}" dir="ltr"`);
    const out = fillMail(ctx, mail, { subscriberId: 7, address: 'ada@example.org', moves: 0 });
    const ours = await simpleParser(textOf(out));
    const values = (part: string) =>
      part.replaceAll(/slot(?!a{16})[a-p]{16}(\w+)/g, (_, name: string) =>
        name === 'address'
          ? 'ada@example.org'
          : (new RegExp(`/${name}/([\\w-]+)`).exec(ours.text ?? '')?.[1] ?? ''),
      );
    const theirs = await simpleParser(
      await new MailComposer({
        from: ctx.config.MAIL_FROM,
        to: 'ada@example.org',
        subject: mail.subject,
        text: values(mail.text),
        html: values(mail.html),
      })
        .compile()
        .build(),
    );
    expect(ours.subject).toBe(theirs.subject);
    expect(ours.from?.text).toBe(theirs.from?.text);
    expect(ours.text).toBe(theirs.text);
    expect(ours.html).toBe(theirs.html);
  },
);

test('keeps the HTML under 95 KB for any papers, and never cuts the footer', async () => {
  const { ctx } = await freshContext({ DIGEST_PAPERS: '50' });
  const long = '<&>"ü '.repeat(165);
  await addPapers(
    ctx,
    '2026-03-10',
    Array.from({ length: 60 }, (_, n) => ({
      title: `${n} ${long}`.trim(),
      abstract: `${long} `.repeat(30).trim(),
    })),
  );
  const { html } = await mailOf(ctx);
  expect(Buffer.byteLength(html)).toBeLessThanOrEqual(95_000);
  expect(html).toContain('Unsubscribe');
});

test('treats a paper’s text as text: no tag, Liquid or slot of it is interpreted', async () => {
  const { ctx } = await freshContext();
  await addPapers(ctx, '2026-03-10', hostile);
  const { html } = await mailOf(ctx);
  expect(html).not.toContain('<script');
  expect(html).not.toContain('<mj-');
  expect(html).toContain('{{ 7 | times: 6 }}');
  expect(html).toContain('&lt;script&gt;');
});

test('supports dark mode, declares its language, loads no fonts, and marks layout tables', async () => {
  const { ctx } = await freshContext({ POSTAL_ADDRESS: '1 Paper Street' });
  await addPapers(ctx, '2026-03-10', ['One']);
  const { html, text } = await mailOf(ctx);
  expect(html).toMatch(/<html[^>]* lang="?en/);
  expect(html).toContain('prefers-color-scheme');
  expect(html).not.toMatch(/fonts\.googleapis|<img/);
  expect(html.match(/<table/g)?.length).toBe(html.match(/role="?presentation/g)?.length);
  for (const part of [html, text]) expect(part).toContain('1 Paper Street');
  expect(
    Math.max(
      ...text
        .split('\n')
        .filter((line) => !line.includes('https://'))
        .map((line) => line.length),
    ),
  ).toBeLessThanOrEqual(72);
});

test('sends a German email to a German reader, encoded once', async () => {
  const { ctx } = await freshContext({ PAPER_SOURCES: 'sample' });
  await addPapers(ctx, '2026-03-10', [
    {
      title: 'Eins',
      upvotes: 1200,
      comments: 1,
      publishedOn: '2025-10-28',
      authors: ['Ada', 'Zoë'],
      authorCount: 7,
    },
    { title: 'Zwei', upvotes: 3 },
  ]);
  const english = await mailOf(ctx);
  const [german, austrian] = [await mailOf(ctx, 'de'), await mailOf(ctx, 'de-AT')];
  expect([english.subject, german.subject]).toEqual([
    'Eins and 1 more',
    'Eins und 1 weiteres Paper',
  ]);
  expect(austrian.text.replaceAll(/slot\w+/g, '')).toBe(german.text.replaceAll(/slot\w+/g, ''));
  for (const part of [german.html.replaceAll('\u00a0', ' '), german.text]) {
    expect(part).toContain('Dienstag, 10. März 2026');
    expect(part.replaceAll('\n', ' ')).toContain(
      'Ada, Zoë und 5 weitere Personen · 28. Okt. 2025 · 1.200 Upvotes · 1 Kommentar',
    );
    expect(part).not.toMatch(/Tuesday|upvote|subscribe |You |Read/);
  }
  expect(german.html).toMatch(/<html lang="de" dir="ltr"/);
  const render = digestRenderers(ctx)['digest'];
  const claims = ['de', 'en', 'de-CH', null].map((language, index) =>
    claim(german.digest.id, index + 1, language),
  );
  const bodies = await Promise.all(
    claims.map(async (each) => (await render?.(each))?.header ?? ''),
  );
  const boundaries = bodies.map((header) => /boundary="(.*)"/.exec(header)?.[1]);
  expect(boundaries[0]).toBe(boundaries[2]);
  expect(boundaries[1]).toBe(boundaries[3]);
  expect(boundaries[0]).not.toBe(boundaries[1]);
});

test('translates a subject that was generated with earlier texts', async () => {
  const { ctx } = await freshContext();
  await addPapers(ctx, '2026-03-10', ['One', 'Two']);
  await digestTick(ctx);
  await ctx.db.prisma.digest.updateMany({ data: { subject: 'One plus 1 other' } });
  expect((await mailOf(ctx, 'de')).subject).toBe('One und 1 weiteres Paper');
});

test('keeps a subject that an operator wrote, in each language and for personal lists', async () => {
  const { ctx } = await freshContext();
  await addPapers(ctx, '2026-03-10', ['One', 'Two']);
  const subject = 'Picks of the week';
  const { digest } = await composeDraft(ctx, { kind: 'daily', date: '2026-03-10', subject });
  expect((await mailOf(ctx, 'de')).subject).toBe(subject);
  const { id } = await ctx.db.prisma.selection.create({
    data: { digestId: digest.id, key: 'two', ranks: [2] },
  });
  const personal = { ...claim(digest.id, 1, 'de'), selectionId: id };
  const rendered = await digestRenderers(ctx)['digest']?.(personal);
  expect(rendered?.header).toContain(`Subject: ${subject}`);
});

function claim(digestId: number, subscriberId: number, language: string | null): Claim {
  const none = { selectionId: null, transactionalEmailId: null, timezone: null, data: {} };
  return {
    kind: 'digest',
    digestId,
    subscriberId,
    address: 'ada@example.org',
    moves: 0,
    language,
    fencingToken: 1,
    ...none,
  };
}

test('names the first paper and the number of others in the subject', () => {
  const words = readCatalogue();
  const title =
    'RAM++: Robust Representation Learning via Adaptive Mask for All-in-One Image Restoration';
  const titles = [title, ...Array.from({ length: 9 }, () => 'x')];
  expect(subjectOf(words('en'), titles)).toBe('RAM++: Robust Representation Learning… and 9 more');
  expect(subjectOf(words('de'), titles)).toBe(
    'RAM++: Robust Representation Learning… und 9 weitere Paper',
  );
  expect(subjectOf(words('en'), [String.raw`On $\ell_1$ Norms`])).toBe('On ℓ₁ Norms');
});

const hostile = [
  '<script>alert(1)</script> & co',
  '{{ 7 | times: 6 }} {% raw %}',
  '<mj-raw>x</mj-raw>',
  'slotaaaaaaaaaaaaaaaaunsubscribe SLOT',
  '.dot at the start\r\nFrom: evil@example.org',
  'Emoji 🧪 and = signs =3D, tabs and nbsp',
];

test('limits the bytes of sections cached by position', async () => {
  const { ctx } = await freshContext();
  const titles = Array.from({ length: 30 }, (_, n) => `Paper ${n}`);
  await addPapers(
    ctx,
    '2026-03-10',
    titles.map((title, n) => ({ title, pdfUrl: n % 2 ? `https://p.example/${n}.pdf` : null })),
  );
  await digestTick(ctx);
  const digest = await digestOf(ctx.db, 'daily', '2026-03-10');
  if (digest === undefined) throw new Error('no digest');
  const pool = await poolOf(ctx.db, digest.id);
  const maximum = 300_000;
  const budget = new CacheBudget(maximum);
  const bounded = await composeMail(ctx, digest, pool, { budget });
  const usual = await composeMail(ctx, digest, pool);
  const recipient = { subscriberId: 7, address: 'ada@example.org', moves: 0 };
  const ranks = pool.map(({ rank }) => rank);
  let largest = 0;
  // Each paper in each position, after different numbers of footnotes.
  for (let turn = 0; turn < 60; turn += 1) {
    const list = [...ranks.slice(turn % 30), ...ranks.slice(0, turn % 30)].slice(turn % 7);
    const [mail, expected] = [bounded, usual].map((made) => fillMail(ctx, made, recipient, list));
    expect(bodyOf(mail)).toEqual(bodyOf(expected));
    largest = Math.max(largest, budget.bytes);
  }
  expect(largest).toBeGreaterThan(maximum / 2);
  expect(largest).toBeLessThanOrEqual(maximum);
});

const bodyOf = (mail: OutgoingMail | undefined) =>
  Buffer.concat((mail?.body ?? []).map((piece) => Buffer.from(piece)))
    .toString('latin1')
    .replaceAll(/=_[0-9a-f]{32}/g, 'boundary');
