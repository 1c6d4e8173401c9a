import { z } from 'zod';
import type { Day } from '../calendar.ts';
import type { Db, Queryable } from '../db/client.ts';
import { sql } from '../db/sql.ts';
import { findSame, mergePaper, toRow, type StoredPaper } from './merge.ts';
import type { PaperInput } from './paper.ts';

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
  now: Date;
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
});

/** Saves papers, one row per paper whatever the number of its sources. Three statements, whatever the number of papers. */
export async function savePapers(db: Db, papers: PaperInput[], saving: Saving): Promise<Saved> {
  if (papers.length === 0) return { added: 0, updated: 0, unchanged: 0, ids: [] };
  const incoming = papers.map((input) => ({
    row: toRow(input, saving.source, saving.listedOn),
    raw: input.raw ?? null,
  }));
  return db.transaction(async (tx) => {
    // Two imports at once would not see each other's rows; a title is no unique key.
    await tx.run(sql`select pg_advisory_xact_lock(hashtext('papers'))`);
    const stored = await candidates(
      tx,
      incoming.map(({ row }) => row),
    );
    const known = [...stored];
    const changes = new Map<StoredPaper, { row: StoredPaper; raw: unknown }>();
    const order = incoming.map(({ row, raw }) => {
      const same = findSame(known, row);
      const target = same ?? row;
      const merged = same === undefined ? row : mergePaper(same, row);
      if (same === undefined) known.push(target);
      if (same === undefined || !equal(merged, target)) {
        Object.assign(target, merged);
        changes.set(target, { row: target, raw });
      }
      return target;
    });
    const written = [...changes.values()];
    const added = written.filter(({ row }) => isNew(row));
    const updated = written.filter(({ row }) => !isNew(row));
    await update(tx, updated, saving.now);
    const ids = await insert(tx, added, saving.now);
    added.forEach(({ row }, index) => {
      row.id = ids[index] ?? 0;
    });
    await recordCounts(tx, saving, saving.source === 'file' ? written.map(({ row }) => row) : order);
    return {
      added: added.length,
      updated: updated.length,
      unchanged: papers.length - added.length - updated.length,
      ids: order.map((row) => row.id),
    };
  });
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
      pdf_url "pdfUrl", code_url "codeUrl", project_url "projectUrl", categories, keywords, edited
    from paper where arxiv_id = any(${present(rows.map((row) => row.arxivId))}::text[])
      or doi = any(${present(rows.map((row) => row.doi))}::text[])
      or title_key = any(${rows.map((row) => row.titleKey)}::text[])
    order by id`,
  );
}

const columns = sql`id int, source text, "arxivId" text, doi text, title text, "titleKey" text, abstract text,
  authors text[], "authorCount" int, "publishedOn" date, "listedOn" date, upvotes int, comments int, url text,
  "pdfUrl" text, "codeUrl" text, "projectUrl" text, categories text[], keywords text[], raw jsonb`;

async function insert(db: Queryable, rows: { row: StoredPaper; raw: unknown }[], now: Date): Promise<number[]> {
  if (rows.length === 0) return [];
  const inserted = await db.rows(
    z.object({ id: z.number() }),
    sql`insert into paper (source, arxiv_id, doi, title, title_key, abstract, authors, author_count, published_on,
      listed_on, upvotes, comments, url, pdf_url, code_url, project_url, categories, keywords, raw, created_at, updated_at)
    select source, "arxivId", doi, title, "titleKey", abstract, authors, "authorCount", "publishedOn", "listedOn",
      upvotes, comments, url, "pdfUrl", "codeUrl", "projectUrl", categories, keywords, raw, ${now}, ${now}
    from rows from (jsonb_to_recordset(${payload(rows)}::jsonb) as (${columns})) with ordinality
    order by ordinality returning id`,
  );
  return inserted.map(({ id }) => id);
}

async function update(db: Queryable, rows: { row: StoredPaper; raw: unknown }[], now: Date): Promise<void> {
  if (rows.length === 0) return;
  await db.run(sql`update paper set arxiv_id = new."arxivId", doi = new.doi, abstract = new.abstract,
      authors = new.authors, author_count = new."authorCount", published_on = new."publishedOn",
      listed_on = new."listedOn", upvotes = new.upvotes, comments = new.comments, url = new.url,
      pdf_url = new."pdfUrl", code_url = new."codeUrl", project_url = new."projectUrl",
      categories = new.categories, keywords = new.keywords, raw = coalesce(new.raw, paper.raw), updated_at = ${now}
    from jsonb_to_recordset(${payload(rows)}::jsonb) as new(${columns}) where paper.id = new.id`);
}

function payload(rows: { row: StoredPaper; raw: unknown }[]): string {
  // A NUL is valid JSON and no valid text for Postgres.
  return JSON.stringify(rows.map(({ row, raw }) => ({ ...row, raw }))).replaceAll('\\u0000', '');
}

/** A point in time of each paper's counts: what "rising" is read from. */
async function recordCounts(db: Queryable, { now }: Saving, rows: StoredPaper[]): Promise<void> {
  const counted = rows.filter((row) => row.upvotes !== null || row.comments !== null);
  if (counted.length === 0) return;
  await db.run(sql`insert into paper_count (paper_id, at, upvotes, comments)
    select id, ${now}, upvotes, comments
    from jsonb_to_recordset(${JSON.stringify(counted)}::jsonb) as point(id int, upvotes int, comments int)
    on conflict do nothing`);
}
