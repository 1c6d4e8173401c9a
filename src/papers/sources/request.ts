import { z } from 'zod';
import type { Context } from '../../context.ts';
import { sql } from '../../db/sql.ts';
import { type Ask, type PaperSource, SourceError } from './source.ts';

/** What one answer may cost: milliseconds from the question to the last byte, bytes once unpacked, and attempts. */
const limits = { timeout: 30_000, bytes: 10_000_000, attempts: 3 };
/** The longest pause that a fetch waits for. */
const longestPause = 60_000;
/** Redirects that are followed, within the origin that the operator named. */
const hops = 3;

/**
 * A way to ask a source: at its rate, with retries, never beyond the origin that the operator named, and without loading
 * again what has not changed (RFC 9110 13): the last answer of each URL is kept.
 */
export function askFor(ctx: Context, source: PaperSource, options: Partial<typeof limits> = {}): Ask {
  const { timeout, bytes, attempts } = { ...limits, ...options };
  const agent = `daily-papers (+${ctx.config.SOURCE_CONTACT ?? ctx.config.PUBLIC_URL})`;
  return async (url) => {
    const known = await keptAnswer(ctx, url);
    const headers = { 'user-agent': agent, accept: 'application/json, application/atom+xml', ...conditions(known) };
    for (let attempt = 1; ; attempt += 1) {
      await waitForTurn(ctx, source);
      const outcome = await request(url, headers, { timeout, bytes });
      if (outcome.kind === 'answer') {
        await keepAnswer(ctx, url, outcome);
        return outcome.text;
      }
      if (outcome.kind === 'unchanged' && known !== undefined) return known.text;
      if (outcome.kind === 'unchanged') throw new SourceError('answered 304 to a question without a condition');
      if (outcome.wait === undefined) throw new SourceError(outcome.reason);
      const pause = Math.max(outcome.wait, source.every * 2 ** attempt);
      await leaveAlone(ctx, source, pause);
      if (attempt === attempts || pause > longestPause) throw new SourceError(outcome.reason);
    }
  };
}

/**
 * One request at a time by all processes: each takes the next free moment from Postgres, then waits for it.
 * @throws SourceError where the source asked for a pause that is too long to wait for
 */
async function waitForTurn(ctx: Context, { name, every }: PaperSource): Promise<void> {
  const row = await ctx.db.row(
    z.object({ wait: z.coerce.number() }),
    sql`insert into source_state as s (source, next_request_at)
      values (${name}, clock_timestamp() + make_interval(secs => ${every / 1000}))
      on conflict (source) do update set next_request_at =
        greatest(clock_timestamp(), coalesce(s.next_request_at, '-infinity')) + make_interval(secs => ${every / 1000})
      where coalesce(s.next_request_at, '-infinity') <= clock_timestamp() + make_interval(secs => ${longestPause / 1000})
      returning extract(epoch from next_request_at - clock_timestamp()) * 1000 - ${every}::float8 as wait`,
  );
  if (row === undefined) throw new SourceError('asked for a pause that is not over');
  if (row.wait > 0) await ctx.sleep(row.wait);
}

/** Nobody asks this source for so many milliseconds. */
async function leaveAlone(ctx: Context, { name }: PaperSource, milliseconds: number): Promise<void> {
  await ctx.db.run(sql`update source_state set next_request_at =
    greatest(next_request_at, clock_timestamp() + make_interval(secs => ${milliseconds / 1000})) where source = ${name}`);
}

const kept = z.object({
  etag: z.string().nullable(),
  lastModified: z.string().nullable(),
  text: z.instanceof(Uint8Array).transform((bytes) => Buffer.from(bytes).toString('utf8')),
});

function keptAnswer(ctx: Context, url: string) {
  return ctx.db.row(
    kept,
    sql`select etag, last_modified "lastModified", body as text from source_answer where url = ${url}`,
  );
}

function conditions(known: z.output<typeof kept> | undefined): Record<string, string> {
  return {
    ...(known?.etag == null ? {} : { 'if-none-match': known.etag }),
    ...(known?.lastModified == null ? {} : { 'if-modified-since': known.lastModified }),
  };
}

/** Days after which an answer that nobody asked for again is forgotten. */
const forgotten = 10;

async function keepAnswer(ctx: Context, url: string, { text, etag, lastModified }: Answer): Promise<void> {
  await ctx.db.run(sql`delete from source_answer
    where url = ${url} or at < clock_timestamp() - make_interval(days => ${forgotten}::int)`);
  if (etag === null && lastModified === null) return;
  await ctx.db.run(sql`insert into source_answer (url, etag, last_modified, body)
    values (${url}, ${etag}, ${lastModified}, ${Buffer.from(text)})
    on conflict (url) do update set etag = excluded.etag, last_modified = excluded.last_modified, body = excluded.body,
      at = excluded.at`);
}

interface Answer {
  kind: 'answer';
  text: string;
  etag: string | null;
  lastModified: string | null;
}

/** `wait`: how many milliseconds at least, where it may help to ask again. */
type Outcome = Answer | { kind: 'unchanged' } | { kind: 'failed'; reason: string; wait?: number };

async function request(
  url: string,
  headers: Record<string, string>,
  { timeout, bytes }: Omit<typeof limits, 'attempts'>,
): Promise<Outcome> {
  try {
    const answer = await follow(url, { headers, redirect: 'manual', signal: AbortSignal.timeout(timeout) });
    if (answer.ok) {
      const text = await readText(answer, bytes);
      return {
        kind: 'answer',
        text,
        etag: answer.headers.get('etag'),
        lastModified: answer.headers.get('last-modified'),
      };
    }
    await answer.body?.cancel();
    if (answer.status === 304) return { kind: 'unchanged' };
    const failed = { kind: 'failed' as const, reason: `answered ${answer.status}` };
    return answer.status === 429 || answer.status >= 500 ? { ...failed, wait: pauseAskedFor(answer.headers) } : failed;
  } catch (error) {
    if (error instanceof SourceError) return { kind: 'failed', reason: error.message };
    const late = error instanceof Error && error.name === 'TimeoutError';
    return { kind: 'failed', reason: late ? 'does not answer in time' : 'cannot be reached', wait: 0 };
  }
}

/** Follows redirects within one origin; any other could lead to an address that only this machine can reach. */
async function follow(url: string, options: RequestInit, hop = 0): Promise<Response> {
  const answer = await fetch(url, options);
  const location = answer.headers.get('location');
  if (answer.status < 300 || answer.status >= 400 || answer.status === 304 || location === null) return answer;
  await answer.body?.cancel();
  const next = URL.parse(location, url);
  const target = next === null ? 'nowhere' : next.origin === 'null' ? next.protocol : next.origin;
  if (next?.origin !== new URL(url).origin || hop === hops)
    throw new SourceError(`redirects to ${target}, which is refused`);
  return follow(next.href, options, hop + 1);
}

async function readText(answer: Response, most: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of answer.body ?? []) {
    bytes += chunk.length;
    if (bytes > most) throw new SourceError(`answers more than ${most / 1_000_000} MB`);
    chunks.push(chunk);
  }
  return decode(Buffer.concat(chunks), answer.headers.get('content-type') ?? '');
}

/** UTF-8, whatever the label says, where the bytes are that; else what the label says. */
function decode(bytes: Buffer, contentType: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const label = /charset="?([\w-]+)/i.exec(contentType)?.[1] ?? 'windows-1252';
    return decoderOf(label).decode(bytes);
  }
}

function decoderOf(label: string): TextDecoder {
  try {
    return new TextDecoder(label);
  } catch {
    return new TextDecoder('windows-1252');
  }
}

/**
 * The pause that a refusal asks for, in milliseconds: `Retry-After` in seconds or as a date (RFC 9110 10.2.3), or the `t` of
 * Hugging Face's `RateLimit: "api";r=0;t=55`.
 */
function pauseAskedFor(headers: Headers): number {
  const value = headers.get('retry-after') ?? /;\s*t=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1];
  if (value === undefined) return 0;
  const seconds = Number(value);
  const milliseconds = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(value) - Date.now();
  return Math.min(longestHeeded, Math.max(0, milliseconds || 0));
}

/** A pause asked for is heeded up to a day: a source that says "in the year 3000" is asked again. */
const longestHeeded = 86_400_000;
