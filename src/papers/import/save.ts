import { z } from 'zod';
import type { Day } from '../../lib/dates.ts';
import type { Db, Queryable } from '../../db/client.ts';
import { sql } from '../../db/sql.ts';
import { absorb, type Incoming, mergePaper, type StoredPaper, toIncoming } from './merge.ts';
import type { PaperInput } from '../paper.ts';
import { knownPapers } from './same.ts';

export interface Saved {
  added: number;
  updated: number;
  unchanged: number;
  /** The ids, in the order of the input. */
  ids: number[];
}

interface Saving {
  source: string;
  /** The listing day of papers that do not say theirs. */
  listedOn: Day;
  /** Read once no other save runs: what is saved later is later. */
  now: () => Date;
}

const storedPaper: z.ZodType<StoredPaper> = z.object({
  id: z.number(),
  source: z.string(),
  arxivId: z.string().nullable(),
  doi: z.string().nullable(),
  title: z.string(),
  titleKey: z.string(),
  abstract: z.string(),
  authors: z.array(z.string()),
  authorCount: z.number().nullable(),
  publishedOn: z.string().nullable(),
  listedOn: z.string(),
  upvotes: z.number().nullable(),
  comments: z.number().nullable(),
  url: z.string().nullable(),
  pdfUrl: z.string().nullable(),
  codeUrl: z.string().nullable(),
  projectUrl: z.string().nullable(),
  categories: z.array(z.string()),
  keywords: z.array(z.string()),
  edited: z.array(z.string()),
  digests: z.array(z.string()),
});

/** Saves papers, one row per paper whatever the number of its sources. A few statements, whatever the number of papers. */
export async function savePapers(db: Db, papers: PaperInput[], saving: Saving): Promise<Saved> {
  if (papers.length === 0) return { added: 0, updated: 0, unchanged: 0, ids: [] };
  const incoming = papers.map((input) => toIncoming(input, saving.source, saving.listedOn));
  const tells = papers.map(({ upvotes, comments }) => upvotes != null || comments != null);
  return db.sqlTransaction(async (tx) => {
    await lockPapers(tx);
    const now = saving.now();
    const stored = await candidates(
      tx,
      incoming.map(({ row }) => row),
    );
    const { order, written, absorbed } = mergeAll(stored, incoming);
    const added = written.filter(({ row }) => isNew(row));
    const updated = written.filter(({ row }) => !isNew(row));
    await removeAbsorbed(tx, absorbed);
    await update(tx, updated, now);
    const ids = await insert(tx, added, now);
    added.forEach(({ row }, index) => {
      row.id = ids[index] ?? 0;
    });
    // A source that counts nothing says nothing of the counts; a file that is imported again is no refresh.
    const changed = new Set(written.map(({ row }) => row));
    const refreshed = order.filter(
      (row, index) => tells[index] === true && (saving.source !== 'file' || changed.has(row)),
    );
    await recordCounts(tx, now, refreshed);
    return {
      added: added.length,
      updated: updated.length,
      unchanged: papers.length - added.length - updated.length,
      ids: order.map((row) => row.id),
    };
  });
}

/**
 * Papers are saved one import after the other: two at once would not see each other's rows, for a title is no unique key. A
 * digest is composed in between, so that each paper came before it or after.
 */
export async function lockPapers(tx: Queryable): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtext('papers'))`);
}

interface Written {
  row: StoredPaper;
  raw: unknown;
}

/** @returns the row that each paper is (in their order), the rows to write, and those that turned out to be another's */
function mergeAll(stored: StoredPaper[], incoming: Incoming[]) {
  const known = knownPapers(stored);
  const changes = new Map<StoredPaper, Written>();
  const absorbed = new Map<StoredPaper, StoredPaper>();

  function place(paper: Incoming): StoredPaper {
    const [found, ...others] = known.find(paper.row);
    const target = found ?? paper.row;
    let becomes = target;
    for (const other of others) {
      // Both were mailed: they stay two, for a digest keeps its papers.
      if (other.digests.some((kind) => becomes.digests.includes(kind))) continue;
      becomes = absorb(becomes, other);
      known.remove(other);
      changes.delete(other);
      absorbed.set(other, target);
    }
    becomes = known.withFreeIds(target, found === undefined ? target : mergePaper(becomes, paper));
    if (found !== undefined && equal(becomes, target)) return target;
    known.remove(target);
    Object.assign(target, becomes);
    known.add(target);
    changes.set(target, { row: target, raw: paper.raw ?? changes.get(target)?.raw ?? null });
    return target;
  }

  const placed = incoming.map(place);
  const left = (row: StoredPaper): StoredPaper => {
    const into = absorbed.get(row);
    return into === undefined ? row : left(into);
  };
  return {
    order: placed.map(left),
    written: [...changes.values()],
    absorbed: [...absorbed.keys()].map((row) => ({ old: row.id, into: left(row).id })).filter(({ old }) => old !== 0),
  };
}

function isNew(row: StoredPaper): boolean {
  return row.id === 0;
}

function equal(a: StoredPaper, b: StoredPaper): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function present(values: (string | null)[]): string[] {
  return values.filter((value) => value !== null);
}

function candidates(db: Queryable, rows: StoredPaper[]): Promise<StoredPaper[]> {
  return db.rows(
    storedPaper,
    sql`select id, source, arxiv_id "arxivId", doi, title, title_key "titleKey", abstract, authors,
      author_count "authorCount", published_on "publishedOn", listed_on "listedOn", upvotes, comments, url,
      pdf_url "pdfUrl", code_url "codeUrl", project_url "projectUrl", categories, keywords, edited,
      array(select kind::text from digest_paper where paper_id = paper.id order by kind) as digests
    from paper where arxiv_id = any(${present(rows.map((row) => row.arxivId))}::text[])
      or doi = any(${present(rows.map((row) => row.doi))}::text[])
      or title_key = any(${rows.map((row) => row.titleKey)}::text[])
    order by id`,
  );
}

/** Takes out the rows that turned out to be others: their history, their digests and their addresses go over. */
async function removeAbsorbed(tx: Queryable, absorbed: { old: number; into: number }[]): Promise<void> {
  if (absorbed.length === 0) return;
  const pairs = sql`unnest(${absorbed.map(({ old }) => old)}::int[], ${absorbed.map(({ into }) => into)}::int[]) as pair(old, new)`;
  await tx.run(sql`insert into paper_count (paper_id, at, upvotes, comments)
    select pair.new, at, upvotes, comments from ${pairs} join paper_count on paper_id = pair.old on conflict do nothing`);
  await tx.run(sql`update digest_paper set paper_id = pair.new from ${pairs} where paper_id = pair.old`);
  await tx.run(sql`update paper_alias set paper_id = pair.new from ${pairs} where paper_id = pair.old`);
  await tx.run(sql`delete from paper using ${pairs} where paper.id = pair.old`);
  await tx.run(sql`insert into paper_alias (id, paper_id) select pair.old, pair.new from ${pairs}`);
}

const columns = sql`id int, source text, "arxivId" text, doi text, title text, "titleKey" text, abstract text,
  authors text[], "authorCount" int, "publishedOn" date, "listedOn" date, upvotes int, comments int, url text,
  "pdfUrl" text, "codeUrl" text, "projectUrl" text, categories text[], keywords text[], edited text[], raw jsonb`;

async function insert(db: Queryable, rows: Written[], now: Date): Promise<number[]> {
  if (rows.length === 0) return [];
  const inserted = await db.rows(
    z.object({ id: z.number() }),
    sql`insert into paper (source, arxiv_id, doi, title, title_key, abstract, authors, author_count, published_on,
      listed_on, upvotes, comments, url, pdf_url, code_url, project_url, categories, keywords, edited, raw, created_at, updated_at, listed_at)
    select source, "arxivId", doi, title, "titleKey", abstract, authors, "authorCount", "publishedOn", "listedOn",
      upvotes, comments, url, "pdfUrl", "codeUrl", "projectUrl", categories, keywords, edited, raw, ${now}, ${now}, ${now}
    from rows from (jsonb_to_recordset(${payload(rows)}::jsonb) as (${columns})) with ordinality
    order by ordinality returning id`,
  );
  return inserted.map(({ id }) => id);
}

async function update(db: Queryable, rows: Written[], now: Date): Promise<void> {
  if (rows.length === 0) return;
  await db.run(sql`update paper set source = new.source, edited = new.edited, arxiv_id = new."arxivId", doi = new.doi,
      title = new.title, title_key = new."titleKey", abstract = new.abstract,
      authors = new.authors, author_count = new."authorCount", published_on = new."publishedOn",
      listed_on = new."listedOn", upvotes = new.upvotes, comments = new.comments, url = new.url,
      pdf_url = new."pdfUrl", code_url = new."codeUrl", project_url = new."projectUrl",
      categories = new.categories, keywords = new.keywords, raw = coalesce(new.raw, paper.raw), updated_at = ${now},
      listed_at = case when (paper.source, paper.listed_on) = (new.source, new."listedOn") then paper.listed_at else ${now} end
    from jsonb_to_recordset(${payload(rows)}::jsonb) as new(${columns}) where paper.id = new.id`);
}

function payload(rows: Written[]): string {
  return JSON.stringify(storable(rows.map(({ row, raw }) => ({ ...row, raw }))));
}

/** Levels of a raw item that are kept: Postgres' own reader ends somewhere below. */
const deepest = 50;

/** Without what is valid JSON and no valid jsonb: NUL, half of a surrogate pair, endless nesting. */
function storable(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return value.replaceAll(/[\0\p{Cs}]/gu, '');
  if (typeof value !== 'object' || value === null) return value;
  if (depth > deepest) return null;
  if (Array.isArray(value)) return value.map((item) => storable(item, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [storable(key), storable(item, depth + 1)]));
}

/** A point in time of each paper's counts, also where they have not changed: what "rising" is read from. */
async function recordCounts(db: Queryable, now: Date, counted: StoredPaper[]): Promise<void> {
  if (counted.length === 0) return;
  await db.run(sql`insert into paper_count (paper_id, at, upvotes, comments)
    select id, ${now}, upvotes, comments
    from unnest(${counted.map(({ id }) => id)}::int[], ${counted.map(({ upvotes }) => upvotes)}::int[],
      ${counted.map(({ comments }) => comments)}::int[]) as point(id, upvotes, comments)
    on conflict do nothing`);
}
