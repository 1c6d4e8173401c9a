import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { Context } from '../../context.ts';
import { sql } from '../../db/sql.ts';
import { type Ask, type PaperSource, SourceError } from './source.ts';

/** Bytes of an answer at most. */
const largest = 15_000_000;
const timeout = 30_000;
/** Attempts of one request, and the longest pause that a source may ask for. */
const attempts = 3;
const longestPause = 60_000;

/** A way to ask a source: at its rate, with retries, and never beyond the host that the operator named. */
export function askFor(ctx: Context, source: PaperSource): Ask {
  const agent = `daily-papers (+${ctx.config.SOURCE_CONTACT ?? ctx.config.PUBLIC_URL})`;
  return async (url) => {
    for (let attempt = 1; ; attempt += 1) {
      await waitForTurn(ctx, source);
      const outcome = await request(url, agent);
      if ('text' in outcome) return outcome.text;
      if (outcome.wait === undefined || attempt === attempts) throw new SourceError(outcome.reason);
      await delay(Math.min(longestPause, Math.max(outcome.wait, source.every * 2 ** attempt)));
    }
  };
}

/** One request at a time by all processes: each takes the next free moment from Postgres, then waits for it. */
async function waitForTurn(ctx: Context, { name, every }: PaperSource): Promise<void> {
  const row = await ctx.db.row(
    z.object({ wait: z.coerce.number() }),
    sql`insert into source_state as s (source, next_request_at)
      values (${name}, clock_timestamp() + make_interval(secs => ${every / 1000}))
      on conflict (source) do update set next_request_at =
        greatest(clock_timestamp(), coalesce(s.next_request_at, '-infinity')) + make_interval(secs => ${every / 1000})
      returning extract(epoch from next_request_at - clock_timestamp()) * 1000 - ${every}::float8 as wait`,
  );
  await delay(Math.max(0, row?.wait ?? 0));
}

type Outcome = { text: string } | { reason: string; wait: number | undefined };

/** @returns the text, or why not and (where it may help to ask again) how many milliseconds to wait at least */
async function request(url: string, agent: string): Promise<Outcome> {
  try {
    const answer = await fetch(url, {
      headers: { 'user-agent': agent, accept: 'application/json, application/atom+xml' },
      redirect: 'manual',
      signal: AbortSignal.timeout(timeout),
    });
    if (answer.status === 429 || answer.status >= 500) {
      return { reason: `answered ${answer.status}`, wait: retryAfter(answer.headers.get('retry-after')) };
    }
    if (answer.status >= 300 && answer.status < 400)
      return { reason: 'redirects to another address, which is refused', wait: undefined };
    if (!answer.ok) return { reason: `answered ${answer.status}`, wait: undefined };
    return { text: await readText(answer) };
  } catch (error) {
    if (error instanceof SourceError) return { reason: error.message, wait: undefined };
    return {
      reason: error instanceof Error && error.name === 'TimeoutError' ? 'does not answer' : 'cannot be reached',
      wait: 0,
    };
  }
}

async function readText(answer: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of answer.body ?? []) {
    bytes += chunk.length;
    if (bytes > largest) throw new SourceError(`answers more than ${largest / 1_000_000} MB`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** `Retry-After`: seconds or a date (RFC 9110 10.2.3), in milliseconds from now. */
function retryAfter(value: string | null): number {
  if (value === null) return 0;
  const seconds = Number(value);
  return Number.isFinite(seconds) ? seconds * 1000 : Math.max(0, Date.parse(value) - Date.now() || 0);
}
