import { bytesRead } from '../report/message.ts';

const lineFeed = 10;
const carriageReturn = 13;

/** A separator line of an mbox file (RFC 4155): an envelope sender and a time. */
const separator = /^From \S{0,320} .{0,60}\d\d:\d\d/;
const separatorStart = Buffer.from('From ');

/**
 * Yields each message of an mbox stream, or else the whole stream as one message. The first 256 KB
 * of each message are read, the rest is skipped.
 */
export async function* splitMessages(
  stream: AsyncIterable<Buffer | string>,
): AsyncGenerator<Buffer> {
  let message: Buffer[] | undefined;
  let size = 0;
  let isMbox: boolean | undefined;
  let afterEmpty = true;
  for await (const line of linesOf(stream)) {
    const isSeparator =
      afterEmpty &&
      line.subarray(0, 5).equals(separatorStart) &&
      separator.test(line.toString('latin1'));
    isMbox ??= isSeparator;
    afterEmpty = isEmpty(line);
    if (isMbox && isSeparator) {
      if (message !== undefined) yield Buffer.concat(message);
      message = [];
      size = 0;
      continue;
    }
    message ??= [];
    if (size < bytesRead) message.push(isMbox ? unquoted(line) : line);
    size += line.length;
  }
  if (message !== undefined) yield Buffer.concat(message);
}

function isEmpty(line: Buffer): boolean {
  return line.every((byte) => byte === lineFeed || byte === carriageReturn);
}

/** Decodes `>From ` at the start of a line, which stands for `From `. */
function unquoted(line: Buffer): Buffer {
  return line[0] === 62 && /^>+From /.test(line.subarray(0, 80).toString('latin1'))
    ? line.subarray(1)
    : line;
}

/**
 * Yields lines with their line ends. If the first chunk has no LF, lines end with CR. A line longer
 * than 64 KB is split.
 */
async function* linesOf(stream: AsyncIterable<Buffer | string>): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0);
  let end: number | undefined;
  for await (const chunk of stream) {
    rest = Buffer.concat([rest, Buffer.from(chunk)]);
    end ??= rest.includes(lineFeed) || !rest.includes(carriageReturn) ? lineFeed : carriageReturn;
    for (let at = rest.indexOf(end); at !== -1; at = rest.indexOf(end)) {
      yield rest.subarray(0, at + 1);
      rest = rest.subarray(at + 1);
    }
    if (rest.length > 65_536) {
      yield rest;
      rest = Buffer.alloc(0);
    }
  }
  if (rest.length > 0) yield rest;
}
