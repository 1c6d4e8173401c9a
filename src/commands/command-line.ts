import { readFile } from 'node:fs/promises';
import { buffer as readBytes } from 'node:stream/consumers';
import { InvalidArgumentError, Option } from 'commander';
import type { z } from 'zod';
import { day, dayIn } from '../lib/dates.ts';
import { environment, readConfig } from '../config/config.ts';
import type { Context } from '../context.ts';
import { decodeText } from '../lib/text/decode.ts';
import { digestKind } from '../digests/digest.ts';
import type { ImportReport } from '../lib/import-report.ts';
import { reasonOf } from '../lib/errors/reason.ts';
import { start } from '../app/bootstrap.ts';

/** Runs one command with a database, then lets go of it. */
export async function withContext<T>(work: (ctx: Context) => Promise<T>): Promise<T> {
  const config = readConfig({ LOG_LEVEL: 'warn', ...environment() });
  const { ctx, close } = await start(config);
  try {
    return await work(ctx);
  } finally {
    await close();
  }
}

export function print(value: unknown, json: boolean | undefined, say: () => string): void {
  console.log(json === true ? JSON.stringify(value, null, 2) : say());
}

/** Reads an option by the schema that the API has for it. */
export function takes<T extends z.ZodType>(schema: T, read: (text: string) => unknown = (text) => text) {
  return (text: string): z.output<T> => {
    const parsed = schema.safeParse(read(text));
    if (parsed.success) return parsed.data;
    throw new InvalidArgumentError(`It takes ${parsed.error.issues[0]?.message ?? 'something else'}.`);
  };
}

export const commaSeparated = (text: string) => text.split(',').map((part) => part.trim());
export const numbers = (text: string) => commaSeparated(text).map((part) => Number(part || NaN));

export const json = () => new Option('--json', 'print the data as JSON');
export const date = (meaning: string) => new Option('--date <YYYY-MM-DD>', meaning).argParser(takes(day));
export const kind = () =>
  new Option('--kind <kind>', 'which digest; a weekly one is dated its Monday')
    .choices(digestKind.options)
    .default('daily');
export const today = (ctx: Context) => dayIn(ctx.config.DIGEST_TIMEZONE, ctx.now());

/** Reads a file, or standard input for `-`. */
export async function read(file: string): Promise<string> {
  if (file === '-') return decodeText(await readBytes(process.stdin));
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new Error(`cannot read ${file}: ${reasonOf(cause)}`, { cause });
  });
  return decodeText(bytes);
}

/** Code 1 where there were rows and none was taken: a script sees that the whole file is not what it should be. */
export function printImport(report: ImportReport, asJson: boolean | undefined): void {
  print(report, asJson, () => said(report));
  if (report.read > 0 && report.rejected.length === report.read) process.exitCode = 1;
}

function said({ read: all, added, updated, unchanged, rejected }: ImportReport): string {
  const lines = rejected.map(({ line, reason }) => `line ${line}: ${reason}`);
  return [
    `${all} read: ${added} added, ${updated} updated, ${unchanged} unchanged, ${rejected.length} rejected`,
    ...lines,
  ].join('\n');
}

/** A program that reads us and has seen enough, such as `head`, is no failure of ours. */
export function unlessSeenEnough(error: Error): void {
  if (!('code' in error) || error.code !== 'EPIPE') throw error;
}
