import { createReadStream } from 'node:fs';
import { readdir, rename, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Context } from '../../context.ts';
import type { Progress } from '../../lib/progress.ts';
import { reasonOf } from '../../lib/errors/reason.ts';
import { splitMessages } from './mbox.ts';
import { countMail, type MailCounts, noMails, takeMail } from './take-mail.ts';

/** A file with one message or many (mbox); `-` is standard input. */
interface MailFile {
  name: string;
  /** Called once the consequences of its messages are committed. */
  done(): Promise<void>;
}

/**
 * Reads messages from files (one message, or an mbox), Maildir folders, folders of files and
 * standard input (`-`). A message of a Maildir is moved to `cur` as seen after its consequences are
 * committed.
 * @throws Error if a file cannot be read; the files before it are done
 */
export async function readMailFiles(
  ctx: Context,
  names: string[],
  onProgress: Progress = () => {},
): Promise<MailCounts> {
  const counts = noMails();
  const files = (await Promise.all(names.map(unseenFiles))).flat();
  for (const [index, file] of files.entries()) {
    onProgress(index, files.length);
    for await (const raw of messagesOf(file.name)) countMail(counts, await takeMail(ctx, raw));
    await file.done();
  }
  return counts;
}

/**
 * Yields all messages of files, folders, Maildir folders and standard input, seen or not, with
 * their file names.
 */
export async function* messagesIn(names: string[]): AsyncGenerator<{ file: string; raw: Buffer }> {
  for (const name of names) {
    for (const file of await allFiles(name)) {
      for await (const raw of messagesOf(file)) yield { file, raw };
    }
  }
}

async function* messagesOf(name: string): AsyncGenerator<Buffer> {
  try {
    yield* splitMessages(name === '-' ? process.stdin : createReadStream(name));
  } catch (cause) {
    throw unreadable(name, cause);
  }
}

function unreadable(name: string, cause: unknown): Error {
  return new Error(`cannot read ${name}: ${reasonOf(cause)}`, { cause });
}

const nothing = () => Promise.resolve();

async function unseenFiles(name: string): Promise<MailFile[]> {
  if (name !== '-' && (await isMaildir(name))) return unseenIn(name);
  return (await allFiles(name)).map((file) => ({ name: file, done: nothing }));
}

async function isMaildir(name: string): Promise<boolean> {
  try {
    if (!(await stat(name)).isDirectory()) return false;
    const entries = await readdir(name);
    return entries.includes('cur') && entries.includes('new');
  } catch (cause) {
    throw unreadable(name, cause);
  }
}

/**
 * Returns the files of a folder and its subfolders, sorted by name. Those of a Maildir are in `cur`
 * and `new`.
 */
async function allFiles(name: string): Promise<string[]> {
  if (name === '-') return [name];
  try {
    if (!(await stat(name)).isDirectory()) return [name];
    const entries = await readdir(name, { withFileTypes: true, recursive: true });
    return entries
      .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
      .map((entry) => path.join(entry.parentPath, entry.name))
      .toSorted();
  } catch (cause) {
    throw unreadable(name, cause);
  }
}

/** Returns the unseen messages of a Maildir (https://cr.yp.to/proto/maildir.html). */
async function unseenIn(folder: string): Promise<MailFile[]> {
  const fresh = (await readdir(path.join(folder, 'new'))).map((name) => path.join('new', name));
  const old = (await readdir(path.join(folder, 'cur'))).filter((name) => !/:2,[A-Z]*S/.test(name));
  return [...fresh, ...old.map((name) => path.join('cur', name))]
    .filter((name) => !path.basename(name).startsWith('.'))
    .map((name) => {
      const [base = '', flags = ''] = path.basename(name).split(':2,');
      const seen = path.join(
        folder,
        'cur',
        `${base}:2,${`${flags}S`.split('').toSorted().join('')}`,
      );
      return { name: path.join(folder, name), done: () => rename(path.join(folder, name), seen) };
    });
}
