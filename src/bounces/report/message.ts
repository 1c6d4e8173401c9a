import { simpleParser } from 'mailparser';

/**
 * Bytes that are read of a message. The first parts of a report contain the information; the
 * returned message, which may be large, comes last.
 */
export const bytesRead = 256 * 1024;

/** A parsed message of the bounce mailbox. */
export interface Message {
  /** The header fields unchanged, one per line. */
  header: string;
  /** Names of header fields, in lower case. */
  headerNames: Set<string>;
  subject: string;
  /** The address in `From`; '' if there is none. */
  from: string;
  /** The display name in `From`. */
  fromName: string;
  date: Date | undefined;
  /** The type of the whole message, such as `multipart/report`. */
  contentType: string;
  /** The text that a person reads; the whole body if no part is readable. */
  text: string;
  parts: { type: string; text: string }[];
}

/** @throws Error if the message cannot be parsed */
export async function parseMessage(raw: Buffer): Promise<Message> {
  const head = withLineFeeds(raw.subarray(0, bytesRead));
  const mail = await simpleParser(head, {
    keepDeliveryStatus: true,
    ignoreEmbedded: true,
    skipTextToHtml: true,
    skipImageLinks: true,
    maxHtmlLengthToParse: 50_000,
    checksumAlgo: false,
    maxChildNodes: 500,
  });
  const parts = mail.attachments.map(({ contentType, content }) => ({
    type: contentType.toLowerCase(),
    text: unixLines(content.toString('utf8')),
  }));
  const readable = parts.some(({ type }) => /^(message|text)\//.test(type));
  const [, body = ''] = /\r?\n\r?\n([^]*)$/.exec(head.toString('utf8')) ?? [];
  const text = mail.text ?? '';
  return {
    header: unixLines(mail.headerLines.map(({ line }) => line).join('\n')),
    headerNames: new Set(mail.headers.keys()),
    subject: mail.subject ?? '',
    from: mail.from?.value[0]?.address ?? '',
    fromName: mail.from?.value[0]?.name ?? '',
    date: mail.date,
    contentType:
      /^content-type:\s{0,80}([\w/.+-]{1,80})/im
        .exec(mail.headerLines.find(({ key }) => key === 'content-type')?.line ?? '')?.[1]
        ?.toLowerCase() ?? 'text/plain',
    text: unixLines(text.trim() === '' && !readable ? body : text),
    parts,
  };
}

/** Some programs end lines with CR alone, and the parser finds no header in those. */
function withLineFeeds(raw: Buffer): Buffer {
  return raw.includes(10) || !raw.includes(13)
    ? raw
    : Buffer.from(raw.map((byte) => (byte === 13 ? 10 : byte)));
}

function unixLines(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n');
}

/** Returns the text of the first part with a type. */
export function partOf({ parts }: Message, type: RegExp): string | undefined {
  return parts.find((part) => type.test(part.type))?.text;
}

/** Returns the header of the message that a report returns, or ''. */
export function returnedHeader(message: Message): string {
  const text =
    partOf(message, /^(message\/(rfc822|global)(-headers)?|text\/rfc822-headers)$/) ?? '';
  return /^\s*([^]*?)(?:\n\n|$)/.exec(text.slice(0, 64_000))?.[1] ?? '';
}
