import { createContext, runInContext } from 'node:vm';
import { check, type AttackPattern } from 'recheck';
import { Visitor } from 'oxc-parser';
import { hostileTexts } from '../../test/hostile/texts.ts';
import { lineOf, sourceFiles, type SourceFile } from './source-files.ts';

interface Expression {
  pattern: string;
  flags: string;
}

/** Characters of the longest text that one request brings: the limit of an ordinary body. */
const longestText = 100_000;

/** Milliseconds that one expression may block the event loop. */
const longestTime = 50;

/** Milliseconds after which recheck gives up looking for an attack. */
const timeout = 1000;

/** Files whose expressions see short or trusted texts only, and why. */
const shortTexts = new Map([
  ['bounces/report/unreported.ts', 'the words of a report, cut at 20,000 characters'],
  ['config/settings.ts', 'a setting'],
  ['db/require-password.ts', 'pg_hba.conf'],
  ['doctor/dkim-record.ts', 'our own signature'],
  ['lib/latex/mathml.ts', 'the output of KaTeX for one formula'],
  ['lib/text/redact.ts', 'our own log lines'],
  ['mail/header.ts', 'headers of our own mails'],
  ['outbox/classification/normalize.ts', 'a reply, cut at 2000 characters'],
  ['papers/search/did-you-mean.ts', 'a search, at most 300 characters'],
]);

/** The regular expressions that are written as literals. */
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

/**
 * The text on which an expression takes longer than `longestTime`; else undefined. recheck looks
 * for the attack and reads `{0,300}` as if it had no end, so the attack is then measured in V8.
 */
export async function slowInput({ pattern, flags }: Expression): Promise<string | undefined> {
  const result = await check(pattern, flags.replace('v', 'u').replace('d', ''), { timeout });
  if (result.status === 'safe') return undefined;
  // Whatever recheck cannot decide in time is measured on texts that attack many kinds of
  // expressions.
  const attacks = result.status === 'unknown' ? hostileTexts : [attackOf(result.attack)];
  const slow = attacks.find((text) => timeOf({ pattern, flags }, text) > longestTime);
  return slow === undefined
    ? undefined
    : `more than ${longestTime} ms for ${JSON.stringify(slow.slice(0, 60))}…`;
}

/** The attack with each part that repeats at the length of the longest text. */
function attackOf({ pumps, suffix }: AttackPattern): string {
  const share = Math.floor(longestText / Math.max(1, pumps.length));
  const parts = pumps.map(
    ({ prefix, pump }) => prefix + pump.repeat(Math.ceil(share / Math.max(1, pump.length))),
  );
  return parts.join('') + suffix;
}

/**
 * Milliseconds of matching, as `replace` and `exec` do it; at best of three, for the machine may be
 * busy.
 */
function timeOf({ pattern, flags }: Expression, text: string): number {
  const context = createContext({ expression: new RegExp(pattern, flags), text });
  let best = Infinity;
  for (let run = 0; run < 3 && best > longestTime; run += 1)
    best = Math.min(best, runOnce(context));
  return best;
}

function runOnce(context: ReturnType<typeof createContext>): number {
  const before = performance.now();
  try {
    runInContext("text.replace(expression, '')", context, { timeout: 1000 });
  } catch {
    return Infinity;
  }
  return performance.now() - before;
}

if (process.argv[1]?.endsWith('regex.ts') === true) {
  const expressions = sourceFiles()
    .filter(({ path }) => !shortTexts.has(path))
    .flatMap(expressionsIn);
  let slow = 0;
  for (const expression of expressions) {
    const input = await slowInput(expression);
    if (input === undefined) continue;
    slow += 1;
    console.error(
      `${expression.place}: /${expression.pattern}/${expression.flags} is slow: ${input}`,
    );
  }
  console.log(`${slow} slow expressions of ${expressions.length}`);
  process.exit(slow > 0 ? 1 : 0);
}
