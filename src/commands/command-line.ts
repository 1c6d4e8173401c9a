import { open, readFile } from 'node:fs/promises';
import { buffer as readBytes } from 'node:stream/consumers';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { z } from 'zod';
import { day, dayIn } from '../lib/dates.ts';
import { readConfig } from '../config/config.ts';
import { environment } from '../config/environment.ts';
import type { Context } from '../context.ts';
import { decodeText } from '../lib/text/decode.ts';
import { digestKind } from '../digests/digest.ts';
import type { ImportReport } from '../lib/import-report.ts';
import { type AuditAction, recordAudit } from '../admin/audit-log.ts';
import { reasonOf } from '../lib/errors/reason.ts';
import { start } from '../app/bootstrap.ts';

/** Runs one command with a database connection, which is closed afterwards. */
export async function withContext<T>(work: (ctx: Context) => Promise<T>): Promise<T> {
  const config = readConfig({ LOG_LEVEL: 'warn', DATABASE_CONNECTIONS: '4', ...environment() });
  const { ctx, close } = await start(config);
  try {
    return await work(ctx);
  } finally {
    await close();
  }
}

/** What a command did, for the audit log. */
export interface Act {
  action: AuditAction;
  target?: string;
}

/** The same for a command that changes something: it is recorded once it is done. */
export function withAudit<T>(
  act: Act | ((ctx: Context) => Act),
  work: (ctx: Context) => Promise<T>,
): Promise<T> {
  return withContext(async (ctx) => {
    const result = await work(ctx);
    const { action, target } = typeof act === 'function' ? act(ctx) : act;
    await recordAudit(ctx.db, null, action, target);
    return result;
  });
}

/** Shows command lines, without the program's name, at the end of the help of a command. */
export function withExamples(command: Command, ...examples: string[]): Command {
  const lines = examples.map((example) => `  $ daily-papers ${example}`);
  return command.addHelpText(
    'after',
    `\n${lines.length === 1 ? 'Example' : 'Examples'}:\n${lines.join('\n')}`,
  );
}

export function print(value: unknown, json: boolean | undefined, say: () => string): void {
  console.log(json === true ? JSON.stringify(value, null, 2) : say());
}

/** Reads an option by the schema that the API has for it. */
export function takes<T extends z.ZodType>(
  schema: T,
  read: (text: string) => unknown = (text) => text,
) {
  return (text: string): z.output<T> => {
    const parsed = schema.safeParse(read(text));
    if (parsed.success) return parsed.data;
    throw new InvalidArgumentError(
      `It takes ${parsed.error.issues[0]?.message ?? 'something else'}.`,
    );
  };
}

export const commaSeparated = (text: string) => text.split(',').map((part) => part.trim());
export const numbers = (text: string) => commaSeparated(text).map((part) => Number(part || NaN));

export const json = () => new Option('--json', 'print the data as JSON');
export const date = (meaning: string) =>
  new Option('--date <YYYY-MM-DD>', meaning).argParser(takes(day));
export const kind = () =>
  new Option('--kind <kind>', 'which digest; a weekly one is dated its Monday')
    .choices(digestKind.options)
    .default('daily');
export const today = (ctx: Context) => dayIn(ctx.config.DIGEST_TIMEZONE, ctx.now());

/** A file in pieces, or standard input for `-`. */
export async function openFile(file: string): Promise<AsyncIterable<Uint8Array>> {
  if (file === '-') return process.stdin;
  const handle = await open(file).catch((cause: unknown) => {
    throw new Error(`cannot read ${file}: ${reasonOf(cause)}`, { cause });
  });
  return handle.createReadStream();
}

/** Reads a file, or standard input for `-`. */
export async function read(file: string): Promise<string> {
  if (file === '-') return decodeText(await readBytes(process.stdin));
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new Error(`cannot read ${file}: ${reasonOf(cause)}`, { cause });
  });
  return decodeText(bytes);
}

/**
 * Sets exit code 1 if there were rows and all were rejected: the file is probably in another
 * format.
 */
export function printImport(
  report: ImportReport & { rejectedCount?: number },
  asJson: boolean | undefined,
  say = () => said(report),
): void {
  print(report, asJson, say);
  const { read: all, rejected, rejectedCount = rejected.length } = report;
  if (all > 0 && rejectedCount === all) process.exitCode = 1;
}

function said({ read: all, added, updated, unchanged, rejected }: ImportReport): string {
  const lines = rejected.map(({ line, reason }) => `line ${line}: ${reason}`);
  return [
    `${all} read: ${added} added, ${updated} updated, ${unchanged} unchanged, ${rejected.length} rejected`,
    ...lines,
  ].join('\n');
}

/** Ignores EPIPE: a program such as `head` has closed our standard output. */
export function ignoreClosedPipe(error: Error): void {
  if (!('code' in error) || error.code !== 'EPIPE') throw error;
}
