import type { Db } from '../src/db/client.ts';
import { sql } from '../src/db/sql.ts';

// Papers for benchmarks whose statistics resemble real ones. Postgres generates the text, the same
// in each run.
//
// Words: 200,000 invented words of two to four syllables, drawn by Zipf's law as it holds for real
// vocabularies (Zipf–Mandelbrot: the probability of rank r is proportional to 1 / (r + 20)), so
// that the most common word occurs in 4 of 10 abstracts and most occur in one of thousands. 4 of 10
// words of an abstract are stop words. One word of each abstract is one of 500,000 more, like the
// name of a data set or a typo. Abstracts have 7 or 8 of 100,000 sentences of 18 to 22 words: 150
// words, 1,050 characters. Titles have 7 to 11 words. Papers have 3 authors, 2 of 21 categories and
// 2 keywords. They are listed over five years and have 0 to 400 upvotes, most of them few. Upvote
// history: one point a day in the first week for papers of the last month, only the last point for
// older ones.

/** A morning after the last listing day. */
export const syntheticNow = new Date('2026-03-31T08:00:00Z');

/** Papers that one statement adds. */
const perStatement = 25_000;

/**
 * Creates the functions and tables that papers are generated from. Run it once before adding
 * papers.
 */
export async function prepareSyntheticPapers(db: Db): Promise<void> {
  await db.run(sql`create function synthetic_word(rank int) returns text language sql immutable parallel safe as $$
    select case when rank < 1560 then '' else substr('tarnolkimgensudvorpamlisbekronfudhalmetwisjandopraxcul', 1 + 3 * (rank / 1560 % 18), 3) end
      || case when rank < 28080 then '' else substr('oxandiremulosetikabroneldu', 1 + 2 * (rank / 28080 % 13), 2) end
      || case when rank < 365040 then '' else substr('sonvar', 1 + 3 * (rank / 365040 % 2), 3) end
      || substr('babebibobudadedidodufafefifofugagegigogukakekikokulalelilolumamemimomunaneninonupapepipopurarerirorusasesisosutatetitotu', 1 + 2 * (rank % 60), 2)
      || substr('lornatkinvesdumralpolbirtangemsorfelkandurmisneplarkotzinbalrumdesgratonfirpel', 1 + 3 * (rank / 60 % 26), 3)
    $$`);
  await db.run(sql`create function zipf_rank() returns int language sql volatile as $$
    select (exp(ln(20) + random() * ln(200020 / 20.0)) - 20)::int $$`);
  await db.sqlTransaction(async (tx) => {
    await tx.run(sql`select setseed(0.5)`);
    await tx.run(sql`create table synthetic_sentence as
      select n as id, (
        select string_agg(case when random() + k * 0 < 0.4 then stop[1 + floor(random() * 20)::int] else synthetic_word(zipf_rank()) end, ' ')
        from generate_series(1, 18 + n % 5) as k
      ) || '.' as text
      from generate_series(1, 100000) as n,
        (select '{the,of,and,to,in,we,is,for,that,with,on,this,by,are,as,which,from,can,our,an}'::text[] as stop) as words`);
    await tx.run(sql`alter table synthetic_sentence add primary key (id)`);
  });
  await db.run(sql`analyze synthetic_sentence`);
}

/**
 * Adds papers over two connections.
 * @param onProgress receives the number of papers added, after each statement
 */
export async function addSyntheticPapers(
  db: Db,
  papers: number,
  onProgress: (added: number) => void,
): Promise<void> {
  const firsts = Array.from(
    { length: Math.ceil(papers / perStatement) },
    (_, n) => n * perStatement + 1,
  );
  let added = 0;
  const work = async () => {
    for (let first = firsts.shift(); first !== undefined; first = firsts.shift()) {
      const last = Math.min(first + perStatement - 1, papers);
      await addRange(db, first, last, papers);
      added += last - first + 1;
      onProgress(added);
    }
  };
  await Promise.all([work(), work()]);
}

async function addRange(db: Db, first: number, last: number, papers: number): Promise<void> {
  await db.sqlTransaction(async (tx) => {
    await tx.run(sql`select setseed(${first / (papers + 1)}::float8)`);
    await tx.run(sql`insert into paper (source, arxiv_id, title, title_key, abstract, authors, author_count, published_on,
        listed_on, upvotes, comments, url, pdf_url, code_url, categories, keywords, updated_at)
      select 'file', 'synthetic.' || n, title, replace(title, ' ', ''),
        (select string_agg(text, ' ') from (select 1 + floor(random() * 100000)::int as id from generate_series(1, 7 + n % 2)) as drawn
          join synthetic_sentence using (id)) || ' ' || synthetic_word(200000 + floor(random() * 500000)::int),
        array[name[1] || ' ' || name[2], name[3] || ' ' || name[4], name[5] || ' ' || name[6]], 3, day, day,
        floor(exp(random() * 6))::int - 1, floor(random() * 4)::int,
        'https://papers.example/' || n, 'https://papers.example/' || n || '.pdf',
        case when random() < 0.3 then 'https://code.example/' || n end,
        array['cs.' || chr(65 + floor(random() * random() * 20)::int) || 'L', 'stat.ML'],
        array[synthetic_word(floor(random() * random() * 3000)::int), synthetic_word(floor(random() * random() * 3000)::int)],
        least(${syntheticNow}::timestamptz, day + interval '7 days')
      from generate_series(${first}::int, ${last}::int) as n,
        lateral (select date '2021-04-01' + (n::bigint * 1825 / ${papers}::int)::int as day) as listing,
        lateral (select string_agg(synthetic_word(zipf_rank()), ' ') as title from generate_series(1, 7 + n % 5)) as naming,
        lateral (select array_agg(synthetic_word(case when k % 2 = 1 then floor(random() * 300)::int else 2000 + floor(random() * 20000)::int end)) as name
          from generate_series(1, 6 + n * 0) as k) as authors`);
    await tx.run(sql`insert into paper_count (paper_id, observed_at, upvotes, comments)
      select id, at, upvotes * (1 + extract(day from at - listed_on)::int) / 8, comments
      from paper, generate_series(case when listed_on > ${syntheticNow}::timestamptz - interval '1 month' then listed_on else updated_at end,
          updated_at, interval '1 day') as at
      where arxiv_id = any(array(select 'synthetic.' || n from generate_series(${first}::int, ${last}::int) as n))`);
  });
}
