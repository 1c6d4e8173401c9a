import { buffer as readAll } from 'node:stream/consumers';
import type { SpooledFile, Upload } from '../../lib/http/spooled-file.ts';
import { decodeText } from '../../lib/text/decode.ts';

/** Maximum bytes of a list of subscribers on a page. The command line has no limit. */
export const maximumList = 200_000_000;

/** Maximum bytes of a file of papers, and of pasted text. */
export const maximumText = 20_000_000;

export type UploadFault = { fault: 'empty' | 'too-large'; size: number };

/**
 * Returns the file or the pasted text of a form. A file takes precedence.
 * @param maximum bytes of a file
 */
export function listSent(
  files: ReadonlyMap<string, Upload> | null,
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

/** Like `listSent`, as one text. */
export async function textSent(
  files: ReadonlyMap<string, Upload> | null,
  typed: string | undefined,
): Promise<{ text: string } | UploadFault> {
  const sent = listSent(files, typed, maximumText);
  if (!('file' in sent)) return sent;
  const text = decodeText(await readAll(sent.file.bytes()));
  return text.trim() === '' ? { fault: 'empty', size: maximumText } : { text };
}
