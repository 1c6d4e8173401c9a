import { expect, test } from 'vitest';
import { headerDate, headerText, mailboxText } from '../../../src/mail/header.ts';
import { encodeQuotedPrintable } from '../../../src/mail/quoted-printable.ts';
import { excerpt, wrap } from '../../../src/lib/text/wrap.ts';

function decode(encoded: string): string {
  const joined = encoded.replaceAll('=\r\n', '');
  const bytes = joined.replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(bytes, 'latin1').toString().replaceAll('\r\n', '\n');
}

/** Texts of many shapes, the same on every run. */
function* texts(): Generator<string> {
  let seed = 1;
  const random = (maximum: number) => (seed = (seed * 48_271) % 2_147_483_647) % maximum;
  const alphabet = ['.', '.', ' ', ' ', '\n', '=', 'a', 'F', 'ü', '🧪', '\t', 'x'.repeat(30)];
  for (let n = 0; n < 400; n += 1)
    yield Array.from({ length: random(300) }, () => alphabet[random(alphabet.length)]).join('');
}

test('quoted-printable has lines of at most 76 characters, no dot at the start and no space at the end of a line, and decodes to the text', () => {
  for (const text of texts()) {
    const encoded = encodeQuotedPrintable(text);
    expect(decode(encoded)).toBe(text);
    for (const line of encoded.split('\r\n')) {
      expect(line.length).toBeLessThanOrEqual(76);
      expect(line).not.toMatch(/^\.| $|\t| {2}|[^ -~]/);
    }
  }
});

test('header text is ASCII, folded, and contains no line break of a paper', () => {
  expect(headerText('Plain words')).toBe('Plain words');
  expect(headerText('x\r\nBcc: eve@example.org')).toBe('x Bcc: eve@example.org');
  const encoded = headerText('Ünïcode 🧪 '.repeat(30));
  expect(encoded).toMatch(/^[ -~\r\n]+$/);
  expect(encoded.split('\r\n').every((line) => line.length <= 76)).toBe(true);
  expect(mailboxText('Päpers <p@example.org>')).toBe('=?utf-8?B?UMOkcGVycw==?= <p@example.org>');
  expect(mailboxText('Papers, Daily <p@example.org>')).toBe('"Papers, Daily" <p@example.org>');
  expect(headerDate(new Date('2026-03-01T09:08:07.999Z'))).toBe('Sun, 01 Mar 2026 09:08:07 +0000');
});

test('wraps text at 72 columns, and cuts it at a sentence or else at a word', () => {
  expect(
    wrap('a '.repeat(100))
      .split('\n')
      .every((line) => line.length <= 72),
  ).toBe(true);
  expect(wrap(`x ${'l'.repeat(100)} y`)).toBe(`x\n${'l'.repeat(100)}\ny`);
  expect(excerpt('One sentence. And another one that goes on.', 30)).toBe('One sentence.');
  expect(excerpt('No sentence ends in this text at all', 20)).toBe('No sentence ends in…');
});

test('wide characters count as two columns, and Chinese breaks without spaces, but not before a full stop', () => {
  const lines = wrap(`${'我们提出了一种方法，'.repeat(12)}使用GPT模型。`).split('\n');
  expect(lines.length).toBeGreaterThan(3);
  for (const line of lines) {
    expect(line.length * 2).toBeLessThanOrEqual(74);
    expect(line).not.toMatch(/^[，。]/);
  }
  expect(lines.join('')).toBe(`${'我们提出了一种方法，'.repeat(12)}使用GPT模型。`);
  expect(wrap('🧪 '.repeat(30)).split('\n')[0]).toBe(
    Array.from({ length: 24 }, () => '🧪').join(' '),
  );
  expect(wrap('n\u0303'.repeat(72))).not.toContain('\n');
});

test('an abstract with hard line breaks is one paragraph, and a no-break space joins a number and its noun', () => {
  expect(wrap('One\nabstract\r\n with   line ends.')).toBe('One abstract with line ends.');
  expect(wrap('some authors · 148\u00a0upvotes', '', 20)).toBe('some authors ·\n148 upvotes');
  expect(wrap('日期 · 140\u00a0赞', '', 11)).toBe('日期 ·\n140 赞');
});

test('a Chinese text is cut at a sentence, or else near the limit', () => {
  expect(excerpt('第一句话在这里。第二句话很长很长很长', 12)).toBe('第一句话在这里。');
  expect(excerpt('用 一个没有句号的很长的句子来说明这一点', 12)).toBe('用 一个没有句号的很长…');
});
