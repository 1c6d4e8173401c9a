import { buffer as readAll } from 'node:stream/consumers';
import type { SpooledFile } from '../../lib/http/spooled-file.ts';
import { decodeText } from '../../lib/text/decode.ts';

/** Maximum bytes of a list of subscribers that a page takes; the command line takes any. */
export const maximumList = 200_000_000;

/** Maximum bytes of a file of papers, and of a text that is pasted. */
export const maximumText = 20_000_000;

/** A file as it came with a form; `content`: null if it is larger than that. */
interface Sent {
  name: string;
  content: SpooledFile | null;
}

export type UploadFault = { fault: 'empty' | 'too-large'; size: number };

/**
 * The file or the text that a form brought; a file goes before.
 * @param maximum bytes of a file
 */
export function listSent(
  files: ReadonlyMap<string, Sent> | null,
  typed: string | undefined,
  maximum: number,
): { file: SpooledFile } | { text: string } | UploadFault {
  const file = files?.get('file');
  if (files?.get('text') !== undefined) return { fault: 'too-large', size: maximumText };
  if (file?.content === null) return { fault: 'too-large', size: maximum };
  if (file !== undefined && file.content.size > 0) return { file: file.content };
  const text = typed ?? '';
  return text.trim() === '' ? { fault: 'empty', size: maximum } : { text };
}

/** The same as one text. */
export async function textSent(
  files: ReadonlyMap<string, Sent> | null,
  typed: string | undefined,
): Promise<{ text: string } | UploadFault> {
  const sent = listSent(files, typed, maximumText);
  if (!('file' in sent)) return sent;
  const text = decodeText(await readAll(sent.file.bytes()));
  return text.trim() === '' ? { fault: 'empty', size: maximumText } : { text };
}
