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

const resets = 'it resets other features, such as images, which the messages do not use';
const inlined = 'the elements have all important styles; the sheet has resets and the dark colors';
const hidden =
  'it hides the preview text together with others; if none works, the sentence appears twice';
const light = 'light colors, or colors that the client changes: see the test of contrast';
const spoken = 'screen readers say “table” although the table is only layout';

/**
 * The result in clients that lack a feature that the messages use, among them Outlook on Windows,
 * outlook.com and Gmail.
 */
const fallbacks: Record<string, string> = {
  'css-at-media': 'the one column is as wide as the window, with or without it',
  'css-at-media-prefers-color-scheme': light,
  'css-border-radius': 'a button with square corners',
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
  'css-word-break': 'a word longer than the window widens the message, as in any other message',
  'css-word-spacing': 'it says `normal`',
  'html-aria-label': 'the client itself reads the subject aloud',
  'html-body': 'the first `div` has its color too',
  'html-meta-color-scheme': light,
  'html-role': spoken,
  'html-style': inlined,
  'html-target': 'the client opens links in a window of its choice',
};

/** Rules of html-validate that messages must violate, and the reason. */
const unavoidable: ConfigData['rules'] = {
  // Outlook on Windows needs layout tables with these attributes and does not support margin: auto.
  'no-deprecated-attr': 'off',
  // Only Outlook reads the conditional comments with its tables.
  'no-conditional-comment': 'off',
  // Gmail drops style sheets in accounts of other providers.
  'no-inline-style': 'off',
  // MJML writes it in lower case, which is valid HTML.
  'doctype-style': ['error', { style: 'lowercase' }],
  // MJML's frame is a div with the role `article`, because Gmail and Yahoo drop the element.
  'prefer-native-element': ['error', { exclude: ['article'] }],
};

test('each HTML and CSS feature works in Apple Mail, Gmail, Outlook and Yahoo, or has a documented fallback', async () => {
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
  // The results of caniemail's own search (which does not cover outlook.com) are a subset of ours,
  // so that ours misses nothing.
  const titles = new Set(
    without.map((slug) => rawData.data.find((feature) => feature.slug === slug)?.title),
  );
  // It mistakes `text-transform` for `transform`, and `.a .b` for `.a.b`.
  titles.add('transform').add('Chaining selectors');
  expect([...reported].filter((title) => !titles.has(title))).toEqual([]);
});

test.each(languages)('html-validate reports no errors in any message (%s)', async (language) => {
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

test('ten papers with long abstracts are at most 30 KB of HTML, twenty-five under 95 KB, in each language', async () => {
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
      // Abstracts are still long: at least 400 characters each.
      expect(text.length).toBeGreaterThan(Number(papers) * 400);
    }
  }
});

test('HTML stays under 102 KB even with titles, names and links of maximum length', async () => {
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
  'no line of a text part is wider than 72 columns, except links and commands (%s)',
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
