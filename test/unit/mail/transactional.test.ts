import { expect, test } from 'vitest';
import { letterHtml } from '../../../src/mail/transactional.ts';
import { renderHtml } from '../../../src/mail/templates.ts';
import { readCatalogue } from '../../../src/lib/i18n/words.ts';

const letter = (name: string) => ({
  siteName: 'Daily Papers',
  subject: `For ${name}`,
  preheader: 'letterstring0end',
  heading: `<b>${name}</b> & "others"`,
  paragraphs: [`${name} asked.`, 'letterstring1end'],
  commands: ['npx x --y <z>'],
  action: { url: `https://papers.example/confirm/${name}?a=1&b=2#c`, label: 'Press' },
  links: [{ url: 'https://papers.example/', label: 'Home' }],
  small: ['small'],
  postalAddress: undefined,
});

/** The two ways escape quotes differently; a reader sees the same. */
const plain = (html: string) => html.replaceAll('&#34;', '&quot;').replaceAll('&#39;', "'");

test('letters that share a frame are the same as each compiled for itself', async () => {
  const words = readCatalogue()('en');
  for (const name of ['ada', 'Zoë <script>']) {
    const data = letter(name);
    expect(plain(await letterHtml(words, data))).toBe(
      plain(await renderHtml(words, 'letter', data)),
    );
  }
});
