import { decodeText } from '../../lib/text/decode.ts';

/** Bytes of a list that a page takes; the command line takes any. */
export const maximumBytes = 20_000_000;

/** A file as it came with a form; `content`: null where it is larger than that. */
interface Sent {
  name: string;
  content: Buffer | null;
}

/** The text that a form brought as a file or typed; a file goes before. */
export function textSent(
  files: ReadonlyMap<string, Sent> | null,
  typed: string | undefined,
): { text: string } | { fault: 'empty' | 'too-large' } {
  const file = files?.get('file');
  if (file?.content === null || files?.get('text') !== undefined) return { fault: 'too-large' };
  const text =
    file === undefined || file.content.length === 0 ? (typed ?? '') : decodeText(file.content);
  return text.trim() === '' ? { fault: 'empty' } : { text };
}
