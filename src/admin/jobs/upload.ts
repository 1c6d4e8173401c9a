import type { SpooledFile, Upload } from '../../lib/http/spooled-file.ts';
import type { FileSource } from '../../lib/text/pieces.ts';

/** Maximum bytes of a list of subscribers on a page. The command line has no limit. */
export const maximumList = 200_000_000;

/** Maximum bytes of a file of papers, and of pasted text. */
export const maximumText = 20_000_000;

export type Sent = { file: SpooledFile } | { text: string };
export type UploadFault = { fault: 'empty' | 'too-large'; size: number };

/**
 * Returns the file or the pasted text of a form. A file takes precedence.
 * @param maximum bytes of a file
 */
export function listSent(
  files: ReadonlyMap<string, Upload> | null,
  typed: string | undefined,
  maximum: number,
): Sent | UploadFault {
  const file = files?.get('file');
  if (files?.get('text') !== undefined) return { fault: 'too-large', size: maximumText };
  if (file?.content === null) return { fault: 'too-large', size: maximum };
  if (file !== undefined && file.content.size > 0) return { file: file.content };
  const text = typed ?? '';
  return text.trim() === '' ? { fault: 'empty', size: maximum } : { text };
}

/** Reads what was sent, and deletes its file afterwards. */
export async function readSent<T>(
  sent: Sent,
  read: (source: FileSource) => Promise<T>,
): Promise<T> {
  try {
    return await read('file' in sent ? sent.file.bytes() : sent.text);
  } finally {
    if ('file' in sent) await sent.file.delete();
  }
}
