import { setTimeout as delay } from 'node:timers/promises';
import { type Config, hasInbox } from '../config/config.ts';
import type { Context } from '../context.ts';
import { readKeyring } from '../db/keyring.ts';
import { hideAddresses } from '../lib/text/redact.ts';
import { excerpt } from '../lib/text/wrap.ts';
import { oneLine } from '../lib/text/one-line.ts';
import type { Progress } from '../lib/progress.ts';
import { reasonOf } from '../lib/errors/reason.ts';
import { makeLog } from '../lib/log.ts';
import { readCatalogue } from '../lib/i18n/words.ts';
import { examineBounces } from './bounces.ts';
import { examineDataDir } from './data-dir.ts';
import { examineDatabase } from './database.ts';
import { examineDigests } from './digests.ts';
import { examineDns } from './dns.ts';
import { fail, type Finding, warn } from './finding.ts';
import { examineJournal } from './journal.ts';
import { examineOutbox } from './outbox.ts';
import { examinePublicUrl } from './public-url.ts';
import { examineMailing, examineRelays } from './relay.ts';
import { examineRelayStatus } from './relay-status.ts';
import { examineRoles } from './roles.ts';
import { examineSettings, readSettings } from './settings.ts';
import { examineSources } from './sources.ts';
import { examineTimeZones } from './time-zones.ts';

/**
 * Finds problems before readers do. It changes nothing, sends no email, and prints neither secrets
 * nor addresses. Each network request has a timeout, so the whole run takes at most about half a
 * minute.
 */
export async function examine(onProgress: Progress = () => {}): Promise<Finding[]> {
  const read = readSettings();
  if ('faults' in read) return read.faults.map(cleaned);
  const { config } = read;
  const database = await examineDatabase(config);
  try {
    const ctx = database.db === undefined ? undefined : await contextOf(config, database.db);
    const checks = [
      ...configChecks(config, ctx),
      ...(ctx === undefined ? [] : databaseChecks(ctx)),
    ];
    let done = 0;
    const found = await Promise.all(
      checks.map(async ([name, work]) => {
        const findings = await runCheck(name, work);
        onProgress((done += 1), checks.length);
        return findings;
      }),
    );
    const empty = database.db !== undefined && ctx === undefined ? [neverStarted] : [];
    return [...examineSettings(config), ...database.findings, ...empty, ...found.flat()].map(
      cleaned,
    );
  } finally {
    await database.close();
  }
}

const neverStarted = warn(
  'postgres',
  'has the tables but no signing key: the program has never been started',
  'Start the program (npm start)',
);

type Check = [name: string, work: () => Finding[] | Promise<Finding[]>];

/** The checks that need no database. */
function configChecks(config: Config, ctx: Context | undefined): Check[] {
  const now = new Date();
  const mails = !hasInbox(config);
  return [
    ['data-dir', () => examineDataDir(config)],
    ['public-url', () => examinePublicUrl(config, ctx?.keys, now)],
    ['relay', () => (mails ? examineRelays(config, now) : examineMailing(config))],
    ['bounces', () => examineBounces(config)],
    ['dns', () => (mails ? examineDns(config) : [])],
  ];
}

function databaseChecks(ctx: Context): Check[] {
  return [
    ['roles', () => examineRoles(ctx)],
    ['digest', () => examineDigests(ctx)],
    ['time-zones', () => examineTimeZones(ctx)],
    ['journal', () => examineJournal(ctx)],
    ['outbox', () => examineOutbox(ctx)],
    ['relay', () => examineRelayStatus(ctx)],
    ['source', () => examineSources(ctx)],
  ];
}

async function contextOf(config: Config, db: Context['db']): Promise<Context | undefined> {
  const keys = await readKeyring(db, config.SECRET_KEY);
  if (keys === undefined) return undefined;
  const clock = { now: () => new Date(), sleep: (milliseconds: number) => delay(milliseconds) };
  return { config, log: makeLog('silent'), db, keys, words: readCatalogue(), ...clock };
}

/** Turns an exception into a finding, so that the other checks continue. */
async function runCheck(name: string, work: Check[1]): Promise<Finding[]> {
  try {
    return await work();
  } catch (error) {
    return [
      fail(
        name,
        `the check failed: ${reasonOf(error)}`,
        'Fix the findings above, then run this again',
      ),
    ];
  }
}

/** Maximum characters of a finding. Name servers and relays may return text of any length. */
const longest = 500;

/** Cleans text from other programs, which may be long and contain line breaks or addresses. */
function cleaned({ check, state, what, fix }: Finding): Finding {
  const short = (text: string) => excerpt(hideAddresses(oneLine(text)), longest);
  return { check, state, what: short(what), fix: fix === null ? null : short(fix) };
}
