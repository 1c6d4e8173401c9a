import { z } from 'zod';
import type { Day } from '../lib/dates.ts';
import type { Queryable } from '../db/client.ts';
import { sql } from '../db/sql.ts';
import { paper, type Paper } from './paper.ts';
import { paperColumns } from './queries.ts';

/** All papers listed on a day, in the order in which they came. */
export function papersOfDay(db: Queryable, day: Day): Promise<Paper[]> {
  return db.rows(paper, sql`select ${paperColumns} from paper where listed_on = ${day}::date order by id`);
}

/** Days of a window: after one, through another. `lateSince`: also papers of the day `after` that were listed after this moment. */
interface Window {
  after: Day;
  through: Day;
  lateSince: Date | null;
}

/** The papers listed within a window, in the order of their days and ids. */
export function papersOfWindow(db: Queryable, { after, through, lateSince }: Window): Promise<Paper[]> {
  return db.rows(
    paper,
    sql`select ${paperColumns} from paper
    where listed_on <= ${through}::date
      and (listed_on > ${after}::date or listed_on = ${after}::date and listed_at > ${lateSince}::timestamptz)
    order by listed_on, id`,
  );
}

/** The paper of this id; a paper that turned out to be another is found by its old id too. */
export function paperById(db: Queryable, id: number): Promise<Paper | undefined> {
  return db.row(
    paper,
    sql`select ${paperColumns} from paper
      where id = coalesce((select paper_id from paper_alias where id = ${id}), ${id})`,
  );
}

/** The papers of these ids, in the order of the ids; unknown ids are left out. */
export function papersByIds(db: Queryable, ids: number[]): Promise<Paper[]> {
  return db.rows(
    paper,
    sql`select ${paperColumns} from unnest(${ids}::int[]) with ordinality as wanted(id, place)
    join paper using (id) order by place`,
  );
}

/** The newest day with papers, not after `through`. */
export async function latestDay(db: Queryable, through: Day): Promise<Day | null> {
  const row = await db.row(
    nullableDay,
    sql`select max(listed_on) as day from paper where listed_on <= ${through}::date`,
  );
  return row?.day ?? null;
}

/** The days with papers next to a day; never one after `today`. */
export async function neighbouringDays(
  db: Queryable,
  day: Day,
  today: Day,
): Promise<{ previous: Day | null; next: Day | null }> {
  const row = await db.row(
    z.object({ previous: z.string().nullable(), next: z.string().nullable() }),
    sql`select (select max(listed_on) from paper where listed_on < ${day}::date) as previous,
      (select min(listed_on) from paper where listed_on > ${day}::date and listed_on <= ${today}::date) as next`,
  );
  return row ?? { previous: null, next: null };
}

/** The days of a month (`2026-03`) that have papers, and how many. */
export function daysWithPapers(db: Queryable, month: string): Promise<{ day: Day; count: number }[]> {
  return db.rows(
    z.object({ day: z.string(), count: z.number() }),
    sql`select listed_on as day, count(*) as count from paper
    where listed_on >= ${`${month}-01`}::date and listed_on < ${`${month}-01`}::date + interval '1 month'
    group by 1 order by 1`,
  );
}

/** All days with papers up to `through`, newest first. */
export async function allDays(db: Queryable, through: Day): Promise<Day[]> {
  const rows = await db.rows(
    z.object({ day: z.string() }),
    sql`select distinct listed_on as day from paper where listed_on <= ${through}::date order by day desc`,
  );
  return rows.map(({ day }) => day);
}

/** The ids of the newest papers that are listed by now. */
export async function newestPapers(db: Queryable, through: Day, limit: number): Promise<number[]> {
  const rows = await db.rows(
    z.object({ id: z.number() }),
    sql`select id from paper where listed_on <= ${through}::date order by listed_on desc, id desc limit ${limit}`,
  );
  return rows.map(({ id }) => id);
}

const nullableDay = z.object({ day: z.string().nullable() });
