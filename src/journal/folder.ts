import { mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { z } from 'zod';
import type { Config } from '../config/config.ts';
import { reasonOf } from '../lib/errors/reason.ts';
import { parseJson } from '../lib/text/json.ts';
import { type EntryLine, entryLine, type NumberedLine, numberedLine } from './entry.ts';

/** Maximum bytes of a file before a new one is started. Each month starts a new file too. */
const largestFile = 4_000_000;

/** Bytes to read from the end of a file to find its last entry: no line is longer. */
const tailBytes = 100_000;

/** The folder of JOURNAL_URL, or the default in DATA_DIR. */
export function journalFolder({ JOURNAL_URL: url, DATA_DIR: dataDir }: Config): string {
  return url === undefined ? path.join(path.resolve(dataDir), 'journal') : fileURLToPath(url);
}

/** @throws Error that names the setting, if the folder cannot be created or read */
export async function createJournalFolder(config: Config): Promise<void> {
  const folder = journalFolder(config);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await readdir(folder);
  } catch (cause) {
    const setting = config.JOURNAL_URL === undefined ? 'DATA_DIR' : 'JOURNAL_URL';
    throw new Error(`cannot use the journal ${folder} (${setting}): ${reasonOf(cause)}`, { cause });
  }
}

/** The ids of the databases with a journal in this folder. */
export async function databasesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(ifMissing([]));
  return entries
    .filter((entry) => entry.isDirectory() && /^[0-9a-f-]{36}$/.test(entry.name))
    .map(({ name }) => name);
}

/** The files of one database, oldest first. */
async function filesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(ifMissing<string[]>([]));
  return names.filter((name) => /^\d{10}-\d{4}-\d{2}\.jsonl$/.test(name)).sort();
}

/** The last entry of one database, or undefined if there is none. */
export async function lastEntry(folder: string): Promise<NumberedLine | undefined> {
  for (const file of (await filesIn(folder)).toReversed()) {
    const last = parseLines(await readTail(path.join(folder, file)), numberedLine).at(-1);
    if (last !== undefined) return last;
  }
  return undefined;
}

/** The number of the oldest stored entry. */
export async function firstSequence(folder: string): Promise<number | undefined> {
  const [first] = await filesIn(folder);
  return first === undefined ? undefined : Number.parseInt(first, 10);
}

/** The entries after a number, oldest first, without duplicates. */
export async function entriesAfter(folder: string, sequence: number): Promise<EntryLine[]> {
  const found = new Map<number, EntryLine>();
  for (const file of await filesIn(folder)) {
    for (const entry of parseLines(await readFile(path.join(folder, file), 'utf8'), entryLine))
      if (entry.sequence > sequence) found.set(entry.sequence, entry);
  }
  return [...found.values()].sort((a, b) => a.sequence - b.sequence);
}

/** Appends entries and waits until they are on disk. */
export async function append(folder: string, entries: EntryLine[], now: Date): Promise<void> {
  const [first] = entries;
  if (first === undefined) return;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const newest = (await filesIn(folder)).at(-1);
  const month = now.toISOString().slice(0, 7);
  const isNew =
    newest === undefined ||
    !newest.includes(month) ||
    (await stat(path.join(folder, newest))).size > largestFile;
  const name = isNew ? `${String(first.sequence).padStart(10, '0')}-${month}.jsonl` : newest;
  const file = await open(path.join(folder, name), 'a', 0o600);
  try {
    // Ends a line that a crash may have truncated.
    const start = isNew ? '' : '\n';
    await file.appendFile(start + entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
    await file.sync();
  } finally {
    await file.close();
  }
  if (isNew) await syncFolder(folder);
}

/** A new file survives a power failure only after its folder is synced. */
async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open folders.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Deletes files whose last entry is older than `before`, except the newest file. */
export async function deleteOldFiles(folder: string, before: Date): Promise<void> {
  for (const name of (await filesIn(folder)).slice(0, -1)) {
    const file = path.join(folder, name);
    const last = parseLines(await readTail(file), numberedLine).at(-1);
    if (last !== undefined && last.at < before) await rm(file);
  }
}

async function readTail(name: string): Promise<string> {
  const file = await open(name, 'r');
  try {
    const { size } = await file.stat();
    const start = Math.max(0, size - tailBytes);
    const { buffer, bytesRead } = await file.read(
      Buffer.alloc(size - start),
      0,
      size - start,
      start,
    );
    return buffer.subarray(0, bytesRead).toString('utf8');
  } finally {
    await file.close();
  }
}

/**
 * Skips lines that were truncated by a crash or by `readTail`.
 * @throws Error for an entry that does not match: to skip it could mail someone who left
 */
function parseLines<T>(text: string, entry: z.ZodType<T>): T[] {
  return text.split('\n').flatMap((line) => {
    const value = parseJson(line);
    if (value === undefined) return [];
    const parsed = entry.safeParse(value);
    if (parsed.success) return [parsed.data];
    throw new Error('the journal has an entry that this version cannot read', {
      cause: parsed.error,
    });
  });
}

function ifMissing<T>(value: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return value;
    throw error;
  };
}
