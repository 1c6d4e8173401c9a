import { caniemail, rawData } from 'caniemail';
import { type ConfigData, HtmlValidate, StaticConfigLoader } from 'html-validate';
import { expect, test } from 'vitest';
import { composeMail } from '../../src/digests/mail/digest-mail.ts';
import { digestOf, poolOf } from '../../src/digests/queries.ts';
import { digestTick } from '../../src/digests/send/schedule.ts';
import { widthOf } from '../../src/lib/text/wrap.ts';
import { readCatalogue } from '../../src/lib/i18n/words.ts';
import { featuresOf, lacking } from '../support/client-features.ts';
import { freshContext } from '../support/context.ts';
import { everyMail, longPapers } from '../support/every-mail.ts';
import { addPapers } from '../support/readers.ts';

const { languages } = readCatalogue();
const postal = { POSTAL_ADDRESS: '1 Paper Street' };

const resets =
  'it resets what other features bring, such as images, and the mails have none of them';
const inlined =
  'all that matters stands on the elements; the sheet holds resets and the colours of the dark';
const hidden =
  'it hides the preview text together with others; where none works, its sentence is read twice';
const light =
  'light colours, or those that the client makes of them: see the test of their contrast';
const spoken = 'screen readers say “table” where they could say nothing';

/**
 * What somebody gets whose client lacks a feature that the mails use. Outlook on Windows,
 * outlook.com and Gmail are among them.
 */
const fallbacks: Record<string, string> = {
  'css-at-media': 'the one column is as wide as the window, with and without it',
  'css-at-media-prefers-color-scheme': light,
  'css-border-radius': 'a button with corners',
  'css-cursor': 'the usual pointer',
  'css-display-none': hidden,
  'css-height': resets,
  'css-max-height': hidden,
  'css-outline': resets,
  'css-overflow': hidden,
  'css-selector-class': inlined,
  'css-selector-descendant': inlined,
  'css-selector-grouping': inlined,
  'css-selector-id': inlined,
  'css-selector-type': inlined,
  'css-word-break': 'a word longer than the window widens the mail, as it does in every other',
  'css-word-spacing': 'it says `normal`',
  'html-aria-label': 'the client itself reads the subject aloud',
  'html-body': 'its colour stands on the first `div` as well',
  'html-meta-color-scheme': light,
  'html-role': spoken,
  'html-style': inlined,
  'html-target': 'the client opens links where it wants to',
};

/** What html-validate would like otherwise, and why it cannot be. */
const unavoidable: ConfigData['rules'] = {
  // Outlook on Windows lays out by tables with these attributes, and knows no margin: auto.
  'no-deprecated-attr': 'off',
  // It is what Outlook is given its tables by, and nobody else sees them.
  'no-conditional-comment': 'off',
  // Gmail drops style sheets for accounts of others.
  'no-inline-style': 'off',
  // MJML writes it in lower case, which is HTML too.
  'doctype-style': ['error', { style: 'lowercase' }],
  // MJML's frame is a div with the role `article`: Gmail and Yahoo drop the element.
  'prefer-native-element': ['error', { exclude: ['article'] }],
};

test('every feature of HTML and CSS works in Apple Mail, Gmail, Outlook and Yahoo, or has a stated fallback', async () => {
  const { ctx } = await freshContext(postal);
  const used = new Set<string>();
  const reported = new Set<string>();
  for (const { html } of await everyMail(ctx, 'en')) {
    for (const slug of featuresOf(html)) used.add(slug);
    const { errors } = caniemail({
      clients: ['apple-mail.*', 'gmail.*', 'outlook.*', 'yahoo.*'],
      html,
    }).issues;
    for (const issues of errors.values()) for (const { title } of issues) reported.add(title);
  }
  const without = [...used].filter((slug) => lacking(slug).length > 0).toSorted();
  expect(without).toEqual(Object.keys(fallbacks).toSorted());
  // What caniemail's own search finds (it does not know outlook.com) is a part of it: ours
  // overlooks nothing.
  const titles = new Set(
    without.map((slug) => rawData.data.find((feature) => feature.slug === slug)?.title),
  );
  // It takes `text-transform` for `transform`, and `.a .b` for `.a.b`.
  titles.add('transform').add('Chaining selectors');
  expect([...reported].filter((title) => !titles.has(title))).toEqual([]);
});

test.each(languages)('html-validate finds nothing in any mail (%s)', async (language) => {
  const { ctx } = await freshContext(postal);
  const validator = new HtmlValidate(
    new StaticConfigLoader({ extends: ['html-validate:recommended'], rules: unavoidable }),
  );
  for (const { name, html } of await everyMail(ctx, language)) {
    const { results } = await validator.validateString(html);
    const found = results.flatMap(({ messages }) =>
      messages.map(({ ruleId, message }) => `${ruleId}: ${message}`),
    );
    expect([name, found]).toEqual([name, []]);
  }
});

test('ten papers of long abstracts are 30 KB of html at most, twenty-five under 95 KB, in every language', async () => {
  for (const [papers, maximum] of [
    ['10', 30_000],
    ['25', 95_000],
  ] as const) {
    const { ctx } = await freshContext({ ...postal, DIGEST_PAPERS: papers });
    await addPapers(ctx, '2026-03-10', longPapers(25));
    await digestTick(ctx);
    const digest = await digestOf(ctx.db, 'daily', '2026-03-10');
    if (digest === undefined) throw new Error('no digest');
    const pool = await poolOf(ctx.db, digest.id, digest.issueSize);
    for (const language of languages) {
      const { html, text } = await composeMail(ctx, digest, pool, { words: ctx.words(language) });
      expect(Buffer.byteLength(html)).toBeLessThanOrEqual(maximum);
      expect(html.match(/<h2/g)).toHaveLength(Number(papers));
      // Abstracts are long ones still: at least 400 characters of each.
      expect(text.length).toBeGreaterThan(Number(papers) * 400);
    }
  }
});

test('html stays under 102 KB whatever the papers: titles, names and links as long as they may be', async () => {
  const { ctx } = await freshContext({ ...postal, DIGEST_PAPERS: '25' });
  const long = '<&">'.repeat(250);
  const link = `https://papers.example/?${'&"'.repeat(900)}`;
  await addPapers(
    ctx,
    '2026-03-10',
    Array.from({ length: 25 }, (_, n) => ({
      title: `${n} ${long}`.slice(0, 1000),
      abstract: long.repeat(10),
      authors: [`${n}${'<'.repeat(290)}`, '&'.repeat(300)],
      pdfUrl: link,
      codeUrl: link,
    })),
  );
  const all = await everyMail(ctx, 'de');
  for (const { name, html } of all)
    expect([name, Buffer.byteLength(html) < 102_000]).toEqual([name, true]);
  expect(all.find(({ name }) => name === 'digest')?.html).toContain('/unsubscribe/7-');
});

test.each(languages)(
  'no line of a text part is wider than 72 columns, but a link or a command (%s)',
  async (language) => {
    const { ctx } = await freshContext(postal);
    for (const { name, text } of await everyMail(ctx, language)) {
      const wide = text
        .split('\n')
        .filter((line) => widthOf(line) > 72 && !/https?:\/\/\S+$|^ {4}\S/.test(line));
      expect([name, wide]).toEqual([name, []]);
    }
  },
);
