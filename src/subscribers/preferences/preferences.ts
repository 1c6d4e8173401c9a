import { z } from 'zod';
import type { Day } from '../../lib/dates.ts';
import type { Context } from '../../context.ts';
import type { Queryable } from '../../db/client.ts';
import { sql } from '../../db/sql.ts';
import type { PreferenceInput } from './preference-input.ts';
import { subscriber } from '../subscriber.ts';
import { readToken } from '../tokens.ts';
import { checkZone } from './time-zones.ts';

export const preferences = subscriber.pick({
  topics: true,
  topicsOnly: true,
  tellEmpty: true,
  papers: true,
  frequency: true,
  timezone: true,
  hour: true,
  language: true,
  status: true,
  pausedUntil: true,
});

export type Preferences = z.output<typeof preferences>;

/** The preferences behind a link; undefined for a token that is not ours or a reader who is no longer one. */
export async function readPreferences(
  ctx: Context,
  token: string,
): Promise<(Preferences & { id: number }) | undefined> {
  const id = readToken(ctx.keys, 'preferences', token);
  if (id === undefined) return undefined;
  return ctx.db.row(
    preferences.extend({ id: z.number() }),
    sql`select id, topics, topics_only "topicsOnly", tell_empty "tellEmpty", papers, frequency, timezone, hour, language, status, paused_until "pausedUntil"
    from subscriber where id = ${id} and status in ('active', 'paused')`,
  );
}

/** Changes what is given, leaves the rest. @throws Problem 422 for a zone that Postgres does not know */
export async function changePreferences(ctx: Context, id: number, input: PreferenceInput): Promise<void> {
  await checkZone(ctx.db, input.timezone);
  await applyPreferences(ctx.db, id, input, ctx.now());
}

/** A change of hour, zone or frequency moves `schedule_since`: due is computed anew, never before now. */
export async function applyPreferences(db: Queryable, id: number, input: PreferenceInput, now: Date): Promise<void> {
  const given = JSON.stringify(input);
  await db.run(sql`update subscriber set
      topics = coalesce((select array_agg(topic) from jsonb_array_elements_text(given.value -> 'topics') as topic),
        case when given.value ? 'topics' then '{}' else topics end),
      topics_only = coalesce((given.value ->> 'topicsOnly')::boolean, topics_only),
      tell_empty = coalesce((given.value ->> 'tellEmpty')::boolean, tell_empty),
      papers = case when given.value ? 'papers' then (given.value ->> 'papers')::int else papers end,
      frequency = coalesce((given.value ->> 'frequency')::frequency, frequency),
      timezone = case when given.value ? 'timezone' then given.value ->> 'timezone' else timezone end,
      hour = case when given.value ? 'hour' then (given.value ->> 'hour')::int else hour end,
      language = case when given.value ? 'language' then given.value ->> 'language' else language end,
      schedule_since = case when (coalesce((given.value ->> 'frequency')::frequency, frequency),
          case when given.value ? 'timezone' then given.value ->> 'timezone' else timezone end,
          case when given.value ? 'hour' then (given.value ->> 'hour')::int else hour end)
        is distinct from (frequency, timezone, hour) then ${now} else schedule_since end
    from (select ${given}::jsonb as value) as given where id = ${id}`);
}

/** Stops the digests until a day, or for good until the reader comes back; `undefined` ends a pause. */
export async function pause(ctx: Context, id: number, until: Date | null | undefined): Promise<void> {
  if (until === undefined) {
    await ctx.db.run(sql`update subscriber set status = 'active', paused_until = null, active_since = ${ctx.now()}
      where id = ${id} and status = 'paused'`);
  } else {
    await ctx.db.run(sql`update subscriber set status = 'paused', paused_until = ${until}
      where id = ${id} and status in ('active', 'paused')`);
  }
}

/**
 * Stops the digests until a day begins in the reader's zone: the first digest is that day's.
 * @returns false, and does nothing, for a day that has begun or is more than a year away
 */
export async function pauseUntil(ctx: Context, id: number, day: Day): Promise<boolean> {
  const row = await ctx.db.row(
    z.object({ until: z.date() }),
    sql`select ${day}::date::timestamp at time zone coalesce(timezone, ${ctx.config.DIGEST_TIMEZONE}) as until
      from subscriber where id = ${id}`,
  );
  const wait = (row?.until.getTime() ?? 0) - ctx.now().getTime();
  if (row === undefined || wait <= 0 || wait > 366 * 86_400_000) return false;
  await pause(ctx, id, row.until);
  return true;
}

/** Ends the pauses whose time has come. */
export async function endPauses(ctx: Context): Promise<number> {
  return ctx.db.run(sql`update subscriber set status = 'active', active_since = paused_until, paused_until = null
    where status = 'paused' and paused_until <= ${ctx.now()}`);
}

/**
 * What a reader may want to follow: the keywords of the newest day of the week that has some (not every source gives them),
 * the most frequent first, then its categories.
 */
export async function suggestTopics(db: Queryable): Promise<string[]> {
  const rows = await db.rows(
    z.object({ topic: z.string() }),
    sql`with newest as (select max(listed_on) as day from paper), day as (
        select keywords, categories from paper, newest where listed_on = coalesce((
          select max(listed_on) from paper where keywords <> '{}' and listed_on >= newest.day - 7), newest.day)
      )
      select topic from (
        select lower(keyword) as topic, 1 as place from day, unnest(keywords) as keyword
        union all select category, 2 from day, unnest(categories) as category
      ) as named where strpos(topic, ',') = 0
      group by topic order by min(place), count(*) desc, topic limit 8`,
  );
  return rows.map(({ topic }) => topic);
}
