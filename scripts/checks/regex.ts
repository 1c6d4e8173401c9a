import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { z } from 'zod';
import { check, type AttackPattern } from 'recheck';
import { Visitor } from 'oxc-parser';
import { rules as classificationRules } from '../../src/outbox/classification/rules.ts';
import { hostileTexts } from '../../test/hostile/texts.ts';
import { lineOf, sourceFiles, type SourceFile } from './source-files.ts';
import { fileURLToPath } from 'node:url';

interface Expression {
  pattern: string;
  flags: string;
}

/** Characters of the longest text in a request: the limit of an ordinary body. */
const longestText = 100_000;

/** Maximum length of a reply: `maximumLength` of outbox/classification/normalize.ts. */
const longestReply = 2000;

/** Milliseconds that one expression may block the event loop. */
const longestTime = 50;

/** Milliseconds after which recheck stops searching for an attack. */
const timeout = 1000;

/**
 * Files whose expressions see texts shorter than a body, and the reason. Their expressions are
 * measured at this length.
 */
const shorterTexts = new Map([
  // `maximumLength` of bounces/report/prose.ts.
  ['bounces/report/prose.ts', 20_000],
  ['bounces/report/unreported.ts', 20_000],
  // Headers of our own messages: subjects are truncated, an address has at most 254 characters.
  ['mail/header.ts', 2000],
  ['outbox/classification/normalize.ts', longestReply],
  // `q` of a search.
  ['papers/search/did-you-mean.ts', 300],
]);

/** Returns the regular expression literals of a file. */
export function expressionsIn({
  path,
  text,
  parsed,
}: SourceFile): (Expression & { place: string })[] {
  const found: (Expression & { place: string })[] = [];
  new Visitor({
    Literal: (node) => {
      if (!('regex' in node)) return;
      found.push({ place: `src/${path}:${lineOf(text, node.start)}`, ...node.regex });
    },
  }).visit(parsed.program);
  return found;
}

/** Returns the expressions of the reply rules that are built from parts, not written as literals. */
function builtExpressions(literals: Set<string>): (Expression & { place: string })[] {
  return classificationRules.flatMap((rule) =>
    [rule.words, rule.fullText, rule.except, rule.enhanced, rule.server]
      .filter((expression) => expression !== undefined)
      .filter(({ source }) => !literals.has(source))
      .map(({ source, flags }) => ({ place: `rule ${rule.id}`, pattern: source, flags })),
  );
}

/** Expressions without repetition take linear time. */
function repeats({ pattern }: Expression): boolean {
  return /[*+{]/.test(pattern);
}

/**
 * Returns the text of at most `length` characters on which an expression takes longer than
 * `longestTime`; else undefined. recheck finds the attack but treats `{0,300}` as unbounded, so the
 * attack is then measured in V8.
 */
export async function slowInput(
  { pattern, flags }: Expression,
  length = longestText,
): Promise<string | undefined> {
  const result = await check(pattern, flags.replace('v', 'u').replace('d', ''), { timeout });
  if (result.status === 'safe') return undefined;
  // If recheck cannot decide in time, measure texts that attack many kinds of expressions.
  const attacks =
    result.status === 'unknown'
      ? hostileTexts.map((text) => text.slice(0, length))
      : [attackOf(result.attack, length)];
  const slow = attacks.find((text) => timeOf({ pattern, flags }, text) > longestTime);
  return slow === undefined
    ? undefined
    : `more than ${longestTime} ms for ${JSON.stringify(slow.slice(0, 60))}…`;
}

/** Expands an attack by repeating each of its parts up to the length of the longest text. */
function attackOf({ pumps, suffix }: AttackPattern, length: number): string {
  const share = Math.floor(length / Math.max(1, pumps.length));
  const parts = pumps.map(
    ({ prefix, pump }) => prefix + pump.repeat(Math.ceil(share / Math.max(1, pump.length))),
  );
  return parts.join('') + suffix;
}

/** CPU milliseconds of a match, as by `replace` and `exec`; the best of three runs. */
function timeOf({ pattern, flags }: Expression, text: string): number {
  const context = createContext({ expression: new RegExp(pattern, flags), text });
  let best = Infinity;
  for (let run = 0; run < 3 && best > longestTime; run += 1)
    best = Math.min(best, runOnce(context));
  return best;
}

function runOnce(context: ReturnType<typeof createContext>): number {
  const before = process.cpuUsage();
  try {
    runInContext("text.replace(expression, '')", context, { timeout: 2000 });
  } catch {
    return Infinity;
  }
  return process.cpuUsage(before).user / 1000;
}

/**
 * Expressions that this check found to be fast are cached, because searching for attacks takes a
 * minute.
 */
const cacheFile = 'node_modules/.cache/daily-papers/regex.json';

function readCache(): Set<string> {
  if (!existsSync(cacheFile)) return new Set();
  return new Set(z.array(z.string()).parse(JSON.parse(readFileSync(cacheFile, 'utf8'))));
}

function writeCache(known: Set<string>): void {
  mkdirSync(path.dirname(cacheFile), { recursive: true });
  writeFileSync(cacheFile, JSON.stringify([...known]));
}

/** Everything that changes the result of the check, other than the expression. */
const rules = [
  'scripts/checks/regex.ts',
  'test/hostile/texts.ts',
  'node_modules/recheck/package.json',
]
  .map((file) => readFileSync(file, 'utf8'))
  .join('\0');

function cacheKey({ pattern, flags }: Expression, length: number): string {
  return createHash('sha256')
    .update([pattern, flags, length, process.version, rules].join('\0'))
    .digest('base64url');
}

async function checkAll(): Promise<void> {
  const known = readCache();
  const fast = new Set<string>();
  const written = sourceFiles().flatMap((file) => {
    const length = shorterTexts.get(file.path) ?? longestText;
    return expressionsIn(file).map((expression) => ({ ...expression, length }));
  });
  const built = builtExpressions(new Set(written.map(({ pattern }) => pattern)));
  const waiting = [
    ...written,
    ...built.map((expression) => ({ ...expression, length: longestReply })),
  ].map((expression) => ({ ...expression, key: cacheKey(expression, expression.length) }));
  const count = waiting.length;
  let slow = 0;
  // recheck runs in separate processes.
  async function work(): Promise<void> {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const { key, place, pattern, flags, length } = next;
      const input =
        known.has(key) || fast.has(key) || !repeats(next)
          ? undefined
          : await slowInput(next, length);
      if (input === undefined) fast.add(key);
      else console.error(`${place}: /${pattern}/${flags} is slow: ${input}`);
      slow += input === undefined ? 0 : 1;
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  writeCache(fast);
  console.log(`${slow} slow expressions of ${count}`);
  process.exit(slow > 0 ? 1 : 0);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await checkAll();
