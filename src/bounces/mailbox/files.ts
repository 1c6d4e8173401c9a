import { open, readdir, rename, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Context } from '../../context.ts';
import type { Progress } from '../../lib/progress.ts';
import { reasonOf } from '../../lib/errors/reason.ts';
import { bytesRead } from '../report/message.ts';
import { countMail, type MailCounts, noMails, takeMail } from './take-mail.ts';

/** A mail in a file, and what is done once it is committed. */
interface MailFile {
  read(): Promise<Buffer>;
  done(): Promise<void>;
}

/**
 * Reads mails out of files (one mail each), Maildir folders and standard input (`-`, one mail). The mails of a Maildir are moved to
 * `cur` as seen after what follows from them is committed.
 * @throws Error where one of them cannot be read; those before it are done
 */
export async function readMailFiles(
  ctx: Context,
  names: string[],
  onProgress: Progress = () => {},
): Promise<MailCounts> {
  const counts = noMails();
  const files = (await Promise.all(names.map(mailsIn))).flat();
  for (const [index, { read, done }] of files.entries()) {
    onProgress(index, files.length);
    countMail(counts, await takeMail(ctx, await read()));
    await done();
  }
  return counts;
}

async function mailsIn(name: string): Promise<MailFile[]> {
  const nothing = () => Promise.resolve();
  if (name === '-') return [{ read: () => collect(process.stdin), done: nothing }];
  try {
    return (await stat(name)).isDirectory() ? await unseenIn(name) : [{ read: () => headOf(name), done: nothing }];
  } catch (cause) {
    throw new Error(`cannot read ${name}: ${reasonOf(cause)}`, { cause });
  }
}

/** The unseen mails of a Maildir (https://cr.yp.to/proto/maildir.html). */
async function unseenIn(folder: string): Promise<MailFile[]> {
  const fresh = (await readdir(path.join(folder, 'new'))).map((name) => path.join('new', name));
  const old = (await readdir(path.join(folder, 'cur'))).filter((name) => !/:2,[A-Z]*S/.test(name));
  return [...fresh, ...old.map((name) => path.join('cur', name))]
    .filter((name) => !path.basename(name).startsWith('.'))
    .map((name) => {
      const [base = '', flags = ''] = path.basename(name).split(':2,');
      const seen = path.join(folder, 'cur', `${base}:2,${`${flags}S`.split('').toSorted().join('')}`);
      return { read: () => headOf(path.join(folder, name)), done: () => rename(path.join(folder, name), seen) };
    });
}

async function headOf(name: string): Promise<Buffer> {
  const file = await open(name);
  try {
    return await collect(file.createReadStream({ end: bytesRead - 1 }));
  } finally {
    await file.close();
  }
}

/** What is read of a stream; the rest of it is let go by. */
async function collect(stream: AsyncIterable<Buffer | string>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    if (bytes < bytesRead) chunks.push(Buffer.from(chunk));
    bytes += chunk.length;
  }
  return Buffer.concat(chunks).subarray(0, bytesRead);
}
