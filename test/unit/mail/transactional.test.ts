import { expect, test } from 'vitest';
import { transactionalHtml } from '../../../src/mail/transactional.ts';
import { renderHtml } from '../../../src/mail/templates.ts';
import { readCatalogue } from '../../../src/lib/i18n/words.ts';

const contentFor = (name: string) => ({
  siteName: 'Daily Papers',
  subject: `For ${name}`,
  preheader: 'contentstring0end',
  heading: `<b>${name}</b> & "others"`,
  paragraphs: [`${name} asked.`, 'contentstring1end'],
  commands: ['npx x --y <z>'],
  action: { url: `https://papers.example/confirm/${name}?a=1&b=2#c`, label: 'Press' },
  links: [{ url: 'https://papers.example/', label: 'Home' }],
  small: ['small'],
  postalAddress: undefined,
});

/** The two ways escape quotes differently, with the same result for readers. */
const plain = (html: string) => html.replaceAll('&#34;', '&quot;').replaceAll('&#39;', "'");

test('emails that share a compiled layout equal emails compiled separately', async () => {
  const words = readCatalogue()('en');
  for (const name of ['ada', 'Zoë <script>']) {
    const data = contentFor(name);
    expect(plain(await transactionalHtml(words, data))).toBe(
      plain(await renderHtml(words, 'transactional', data)),
    );
  }
});
