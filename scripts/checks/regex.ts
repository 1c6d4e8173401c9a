import { createContext, runInContext } from 'node:vm';
import { check, type AttackPattern } from 'recheck';
import { Visitor } from 'oxc-parser';
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
const timeout = 10_000;

/** The regular expressions that are written as literals. */
export function expressionsIn({ path, text, parsed }: SourceFile): (Expression & { place: string })[] {
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
 * The text on which an expression takes longer than `longestTime`; undefined if there is none. recheck looks for the attack
 * and reads `{0,300}` as if it had no end, so the attack is then measured in V8.
 */
export async function slowInput({ pattern, flags }: Expression): Promise<string | undefined> {
  const result = await check(pattern, flags.replace('v', 'u').replace('d', ''), { timeout });
  if (result.status === 'safe') return undefined;
  if (result.status === 'unknown') return `not decided (${result.error.kind})`;
  const taken = timeOf({ pattern, flags }, attackOf(result.attack));
  return taken <= longestTime ? undefined : `${Math.round(taken)} ms for ${result.attack.pattern}`;
}

/** The attack with each part that repeats at the length of the longest text. */
function attackOf({ pumps, suffix }: AttackPattern): string {
  const share = Math.floor(longestText / Math.max(1, pumps.length));
  const parts = pumps.map(({ prefix, pump }) => prefix + pump.repeat(Math.ceil(share / Math.max(1, pump.length))));
  return parts.join('') + suffix;
}

/** Milliseconds of matching, as `replace` and `exec` do it; at best of three, for the machine may be busy. */
function timeOf({ pattern, flags }: Expression, text: string): number {
  const context = createContext({ expression: new RegExp(pattern, flags), text });
  let best = Infinity;
  for (let run = 0; run < 3 && best > longestTime; run += 1) best = Math.min(best, runOnce(context));
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
  const expressions = sourceFiles().flatMap(expressionsIn);
  let slow = 0;
  for (const expression of expressions) {
    const input = await slowInput(expression);
    if (input === undefined) continue;
    slow += 1;
    console.error(`${expression.place}: /${expression.pattern}/${expression.flags} is slow: ${input}`);
  }
  console.log(`${slow} slow expressions of ${expressions.length}`);
  process.exit(slow > 0 ? 1 : 0);
}
