import { oneLine } from '../lib/text/one-line.ts';

/**
 * Bytes of UTF-8 per encoded word: base64 of 45 bytes is 60 characters, below the limit of 75 (RFC
 * 2047).
 */
const wordBytes = 45;

/**
 * The text of a header field: unchanged if it is printable ASCII, otherwise as folded encoded words
 * (RFC 2047).
 */
export function headerText(text: string): string {
  const clean = oneLine(text);
  if (/^[ -~]*$/.test(clean) && clean.length <= 200 && !clean.includes('=?')) return fold(clean);
  const words: string[] = [];
  let word = '';
  for (const character of clean) {
    if (Buffer.byteLength(word + character) > wordBytes) {
      words.push(word);
      word = '';
    }
    word += character;
  }
  return [...words, word]
    .map((part) => `=?utf-8?B?${Buffer.from(part).toString('base64')}?=`)
    .join('\r\n ');
}

/** Folds a line at spaces to at most 76 characters, if its words allow it (RFC 5322 2.2.3). */
function fold(text: string): string {
  return text.replaceAll(/(.{40,70}?) (?=.{20})/g, '$1\r\n ');
}

/**
 * A display name and address, `Daily Papers <papers@example.org>`, with the name encoded if
 * necessary.
 */
export function mailboxText(mailbox: string): string {
  const { name, address } = parseMailbox(mailbox);
  if (name === '') return `<${address}>`;
  if (/^[A-Za-z0-9 !#$%&'*+/=?^_`{|}~-]+$/.test(name)) return `${name} <${address}>`;
  return /^[ -~]+$/.test(name)
    ? `"${name.replaceAll(/["\\]/g, String.raw`\$&`)}" <${address}>`
    : `${headerText(name)} <${address}>`;
}

export function parseMailbox(mailbox: string): { name: string; address: string } {
  const [, name, address] = /^(.*?)<([^<>]+)>$/.exec(mailbox.trim()) ?? [];
  return address === undefined
    ? { name: '', address: mailbox.trim() }
    : { name: (name ?? '').trim(), address };
}

/** The domain of a mailbox. */
export function mailboxDomain(mailbox: string): string {
  return parseMailbox(mailbox).address.split('@').at(-1) ?? 'localhost';
}

/** `Tue, 10 Mar 2026 09:00:00 +0000` (RFC 5322 3.3). */
export function headerDate(date: Date): string {
  return date.toUTCString().replace('GMT', '+0000');
}
