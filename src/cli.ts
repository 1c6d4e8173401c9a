#!/usr/bin/env node
import { readFile, writeFile } from 'node:fs/promises';
import { text as readText } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { Command, InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';
import { apiKeyName, createApiKey, type Scope, scope, scopes } from './admin/api-keys.ts';
import { createOperator, operatorEmail } from './admin/operators.ts';
import { newPassword, password } from './admin/passwords.ts';
import { withBar } from './bar.ts';
import { day, dayIn } from './calendar.ts';
import type { MailCounts } from './bounces/take-mail.ts';
import { environment, readConfig } from './config.ts';
import type { Context } from './context.ts';
import { digestKind, type DigestKind } from './digests/digest.ts';
import { composeDraft } from './digests/compose.ts';
import { composeMail } from './digests/mail.ts';
import { sendNow, sendTests, testAddresses } from './digests/manual-send.ts';
import { digestOf, noDigest, poolOf } from './digests/reading.ts';
import { paperIds, shown } from './digests/routes.ts';
import { examine } from './doctor/doctor.ts';
import { report, worst } from './doctor/report.ts';
import type { ImportReport } from './import-report.ts';
import { fetchPapers, type FetchReport } from './papers/fetch.ts';
import { importFormat, importPapers } from './papers/import.ts';
import type { Progress } from './progress.ts';
import { reasonOf } from './reason.ts';
import { failed, runServer } from './run-server.ts';
import { start } from './start.ts';
import { consentInput } from './subscribers/add.ts';
import { exportCsv, exportJson } from './subscribers/export.ts';
import { importSubscribers, subscriberFormat } from './subscribers/import.ts';

const program = new Command('daily-papers')
  .description('Trending research papers, by mail, every day.')
  .version('0.1.0')
  .configureOutput({ outputError: (text, write) => write(`${text.trimEnd()} (add --help for the options)\n`) })
  .configureHelp({ showGlobalOptions: true })
  .addHelpText(
    'after',
    `
Settings come from the environment and from .env in this folder; .env.example has all of them.
The server may run meanwhile, or not: each command opens the database by itself.
It ends with code 0, or 1 where it could not do what it should, or 2 where a setting is wrong.`,
  );

/** Runs one command with a database, then lets go of it. */
async function withContext<T>(work: (ctx: Context) => Promise<T>): Promise<T> {
  const config = readConfig({ LOG_LEVEL: 'warn', ...environment() });
  const { ctx, close } = await start(config);
  try {
    return await work(ctx);
  } finally {
    await close();
  }
}

function print(value: unknown, json: boolean | undefined, say: () => string): void {
  console.log(json === true ? JSON.stringify(value, null, 2) : say());
}

/** Reads an option by the schema that the API has for it. */
function takes<T extends z.ZodType>(schema: T, read: (text: string) => unknown = (text) => text) {
  return (text: string): z.output<T> => {
    const parsed = schema.safeParse(read(text));
    if (parsed.success) return parsed.data;
    throw new InvalidArgumentError(`It takes ${parsed.error.issues[0]?.message ?? 'something else'}.`);
  };
}

const commaSeparated = (text: string) => text.split(',').map((part) => part.trim());
const numbers = (text: string) => commaSeparated(text).map((part) => Number(part || NaN));

/** A program that reads us and has seen enough, such as `head`, is no failure of ours. */
function unlessSeenEnough(error: Error): void {
  if (!('code' in error) || error.code !== 'EPIPE') throw error;
}
process.stdout.on('error', unlessSeenEnough);

const json = () => new Option('--json', 'print the data as JSON');
const date = (meaning: string) => new Option('--date <YYYY-MM-DD>', meaning).argParser(takes(day));
const kind = () =>
  new Option('--kind <kind>', 'which digest; a weekly one is dated its Monday')
    .choices(digestKind.options)
    .default('daily');
const today = (ctx: Context) => dayIn(ctx.config.DIGEST_TIMEZONE, ctx.now());

/** Reads a file, or standard input for `-`. */
async function read(file: string): Promise<string> {
  if (file === '-') return readText(process.stdin);
  return readFile(file, 'utf8').catch((cause: unknown) => {
    throw new Error(`cannot read ${file}: ${reasonOf(cause)}`, { cause });
  });
}

/** Code 1 where there were rows and none was taken: a script sees that the whole file is not what it should be. */
function printImport(report: ImportReport, asJson: boolean | undefined): void {
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

program
  .command('serve')
  .description('start the server: web, scheduler and sender, as ROLES says')
  .action(() => runServer(environment()));

program
  .command('migrate')
  .description('bring the database up to date (the server does so by itself)')
  .addOption(json())
  .action(async (options: { json?: boolean }) => {
    const config = readConfig({ LOG_LEVEL: 'warn', ...environment() });
    const { applied, close } = await start(config);
    await close();
    print({ applied }, options.json, () => (applied.length === 0 ? 'up to date' : `applied ${applied.join(', ')}`));
  });

program
  .command('doctor')
  .description('look for what is wrong before a reader does: settings, database, relay, DNS, sources; changes nothing')
  .addHelpText(
    'after',
    '\nExit code: 1 where something is wrong (fail), else 0, also with something to look at (warn).',
  )
  .addOption(json())
  .action(async (options: { json?: boolean }) => {
    const checks = await withBar('Looking', examine);
    const state = worst(checks);
    print({ state, checks }, options.json, () => report(checks));
    if (state === 'fail') process.exitCode = 1;
  });

const papers = program.command('papers').description('import or fetch papers');

papers
  .command('import <file>')
  .description('import papers from a file (- is standard input); importing twice changes nothing')
  .addHelpText(
    'after',
    `
Formats: page is the text of a Daily Papers page, copied in a browser; json an array of papers, ndjson one a line (only
title is required; /api/docs has the fields); arxiv an answer of arXiv's API (Atom). Rows that cannot be read are told by
line, the rest goes in; where no row could be, the code is 1.`,
  )
  .addOption(new Option('--format <format>', 'what the file is').choices(importFormat.options).default('page'))
  .addOption(date('the listing day of papers that do not say theirs (default: today); of a page: of all its papers'))
  .addOption(json())
  .action(async (file: string, options: { format: string; date?: string; json?: boolean }) => {
    const body = await read(file);
    const report = await withContext((ctx) =>
      withBar('Importing', (onProgress) =>
        importPapers(ctx, body, { format: importFormat.parse(options.format), date: options.date }, onProgress),
      ),
    );
    printImport(report, options.json);
  });

papers
  .command('fetch')
  .description(
    'fetch today’s papers from the sources of PAPER_SOURCES; where one fails the others go on, and the code is 1',
  )
  .addOption(json())
  .action(async (options: { json?: boolean }) => {
    const report = await withContext((ctx) => withBar('Fetching', (onProgress) => fetchPapers(ctx, onProgress)));
    print(report, options.json, () => fetched(report));
    if (report.failed.length > 0) process.exitCode = 1;
  });

function fetched({ added, updated, unchanged, skipped, failed }: FetchReport): string {
  return [
    `${added} added, ${updated} updated, ${unchanged} unchanged, ${skipped.length} skipped`,
    ...skipped,
    ...failed.map(({ source, reason }) => `${source} failed: ${reason}`),
  ].join('\n');
}

const digests = program.command('digest').description('compose, look at and send a digest');

digests
  .command('compose')
  .description('compose a draft: editable, mailed to nobody; composing again replaces it')
  .addOption(date('its date (default: today in DIGEST_TIMEZONE)'))
  .addOption(kind())
  .option('--papers <ids>', 'these papers in this order, ids separated by commas', takes(paperIds, numbers))
  .addOption(json())
  .action(async (options: { kind: DigestKind; date?: string; papers?: number[]; json?: boolean }) => {
    const made = await withContext(async (ctx) => {
      const { kind: which, date: on = today(ctx), papers: ids } = options;
      const { digest } = await composeDraft(ctx, { kind: which, date: on, paperIds: ids });
      return shown(ctx, digest.kind, digest.date);
    });
    print(made, options.json, () => `${made.date} ${made.status}: ${made.subject}`);
  });

digests
  .command('preview')
  .description('print the mail of a digest, as text')
  .addOption(date('its date (default: today in DIGEST_TIMEZONE)'))
  .addOption(kind())
  .option('--html', 'the html part in place of the text')
  .option('--out <file>', 'write it to a file in place of the terminal')
  .addOption(json())
  .action(async (options: { kind: DigestKind; date?: string; html?: boolean; out?: string; json?: boolean }) => {
    const mail = await withContext(async (ctx) => {
      const found = await digestOf(ctx.db, options.kind, options.date ?? today(ctx));
      if (found === undefined) throw noDigest(options.kind, options.date ?? today(ctx));
      return composeMail(ctx, found, await poolOf(ctx.db, found.id, found.issueSize), { test: true });
    });
    const { subject, text, html } = mail;
    const shape = options.html === true ? html : text;
    const part = options.json === true ? JSON.stringify({ subject, text, html }, null, 2) : shape;
    if (options.out === undefined) console.log(part);
    else await writeFile(options.out, part);
  });

digests
  .command('send')
  .description(
    'send a composed digest now, to every active reader of its kind whatever their hour; again: nobody is queued twice',
  )
  .addOption(date('its date (default: today in DIGEST_TIMEZONE)'))
  .addOption(kind())
  .option(
    '--to <addresses>',
    'only test copies, to these addresses, separated by commas; the digest stays as it is',
    takes(testAddresses, commaSeparated),
  )
  .addOption(json())
  .action(async (options: { kind: DigestKind; date?: string; to?: string[]; json?: boolean }) => {
    const sent = await withContext(async (ctx) => {
      const on = options.date ?? today(ctx);
      if (options.to !== undefined) await sendTests(ctx, { kind: options.kind, date: on, to: options.to });
      else await sendNow(ctx, { kind: options.kind, date: on });
      return shown(ctx, options.kind, on);
    });
    print(sent, options.json, () =>
      options.to === undefined ? statusLine(sent) : `test copies of ${sent.date} are queued: ${sent.subject}`,
    );
  });

digests
  .command('status')
  .description('the state of a digest, why it is so, and its counts')
  .addOption(date('its date (default: today in DIGEST_TIMEZONE)'))
  .addOption(kind())
  .addOption(json())
  .action(async (options: { kind: DigestKind; date?: string; json?: boolean }) => {
    const found = await withContext((ctx) => shown(ctx, options.kind, options.date ?? today(ctx)));
    print(found, options.json, () => statusLine(found));
  });

function statusLine({ date: on, status, reason, subject, counts }: Awaited<ReturnType<typeof shown>>): string {
  const states = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([state, count]) => `${count} ${state}`);
  const state = `${on} ${status}${reason === null ? '' : ` (${reason})`}`;
  return `${subject === '' ? state : `${state}: ${subject}`}\n${states.join(', ') || 'nobody was queued'}`;
}

const subscribers = program.command('subscribers').description('import or export subscribers');

subscribers
  .command('import <file>')
  .description('import subscribers from a file (- is standard input); without a consent each is asked by mail first')
  .addHelpText(
    'after',
    `
A CSV has a column email in its first line. Read where they are there: topics, topics_only, tell_empty, papers, frequency,
timezone, hour, language, status, consent_source, consent_at, consent_note. Who left, bounced, complained or was erased
stays out. Rows that cannot be taken are told by line, the rest goes in; where no row could be, the code is 1.`,
  )
  .addOption(new Option('--format <format>', 'what the file is').choices(subscriberFormat.options).default('csv'))
  .option(
    '--consent <source>',
    'where these readers agreed, for rows that do not say: they are active at once',
    takes(consentInput.shape.source),
  )
  .addOption(json())
  .action(async (file: string, options: { format: string; consent?: string; json?: boolean }) => {
    const body = await read(file);
    const consent = options.consent === undefined ? undefined : { source: options.consent };
    const report = await withContext((ctx) =>
      withBar('Importing', (onProgress) =>
        importSubscribers(ctx, body, { format: subscriberFormat.parse(options.format), consent }, onProgress),
      ),
    );
    printImport(report, options.json);
  });

subscribers
  .command('export')
  .description('print all subscribers as CSV, which an import reads back')
  .addOption(json())
  .action((options: { json?: boolean }) =>
    withContext(async (ctx) => {
      const parts = options.json === true ? exportJson(ctx) : exportCsv(ctx);
      await pipeline(parts, process.stdout, { end: false }).catch(unlessSeenEnough);
    }),
  );

program
  .command('bounces')
  .description('mails that came back')
  .command('read')
  .argument('[files...]', 'mails, Maildir folders, or - for standard input, in place of the mailbox of BOUNCE_IMAP_URL')
  .description('read bounces, complaints and unsubscribe mails; reading one twice changes nothing')
  .addOption(json())
  .action(async (files: string[], options: { json?: boolean }) => {
    const counts = await withContext((ctx) => withBar('Reading', (onProgress) => readBounces(ctx, files, onProgress)));
    print(counts, options.json, () => countsLine(counts));
  });

async function readBounces(ctx: Context, files: string[], onProgress: Progress): Promise<MailCounts> {
  // The parser and the mailbox take long to load; no other command needs them.
  if (files.length > 0) {
    const { readMailFiles } = await import('./bounces/files.ts');
    return readMailFiles(ctx, files, onProgress);
  }
  const { BOUNCE_IMAP_URL: url } = ctx.config;
  if (url === undefined) throw new Error('BOUNCE_IMAP_URL is not set: name files, or - for standard input');
  const { readMailbox } = await import('./bounces/mailbox.ts');
  const counts = await readMailbox(ctx, url, onProgress);
  if (counts === undefined) throw new Error('another process reads the mailbox now');
  return counts;
}

function countsLine({ read: all, ...counts }: MailCounts): string {
  const parts = Object.entries(counts).map(([name, count]) => `${count} ${name}`);
  return `${all} read: ${parts.join(', ')}`;
}

program
  .command('admin')
  .description('operators: who may use the pages under /admin')
  .command('create')
  .description('make an operator; of one who is there it changes the password and signs them out everywhere')
  .requiredOption('--email <address>', 'whom', takes(operatorEmail))
  .option('--password-stdin', 'read the password from standard input; without it one is made, and printed once')
  .addOption(json())
  .action(async (options: { email: z.output<typeof operatorEmail>; passwordStdin?: boolean; json?: boolean }) => {
    const { email } = options.email;
    const given = options.passwordStdin === true ? await readPassword() : undefined;
    const chosen = given ?? newPassword();
    const made = await withContext(async (ctx) => ({
      ...(await createOperator(ctx, options.email, chosen)),
      url: `${ctx.config.PUBLIC_URL}/admin`,
    }));
    const shown = given === undefined ? { password: chosen } : {};
    print({ email, ...made, ...shown }, options.json, () => {
      const can = `${email} can sign in at ${made.url}`;
      return given === undefined ? `${can} with this password, which is shown once:\n${chosen}` : can;
    });
  });

/** The first line of standard input. */
async function readPassword(): Promise<string> {
  const [line = ''] = (await readText(process.stdin)).split(/\r?\n/, 1);
  const parsed = password.safeParse(line);
  if (parsed.success) return parsed.data;
  throw new Error(`standard input got a password that will not do: it takes ${parsed.error.issues[0]?.message}`);
}

program
  .command('api-key')
  .description('keys for the API')
  .command('create')
  .argument('<name>', 'what the key is for', takes(apiKeyName))
  .description('make a key for the API and print it: this once, for only its hash is kept')
  .addOption(
    new Option('--scopes <scopes>', `separated by commas: ${scopes.join(', ')}`)
      .default([...scopes], 'all')
      .argParser(takes(z.array(scope), commaSeparated)),
  )
  .addOption(json())
  .action(async (name: string, options: { scopes: Scope[]; json?: boolean }) => {
    const made = await withContext((ctx) => createApiKey(ctx, name, options.scopes));
    print(made, options.json, () => made.key);
  });

program.parseAsync().catch(failed);
