import { z } from 'zod';
import type { Db } from '../../db/client.ts';
import { sql } from '../../db/sql.ts';
import { editable } from './merge.ts';
import { paperInput } from '../paper.ts';
import { lockPapers } from './save.ts';
import { titleKey } from './title-key.ts';

/** What a person may change of a paper; null: it has none. A title and a day of listing it has in any case. */
export const paperEdits = paperInput
  .pick({
    abstract: true,
    authors: true,
    authorCount: true,
    publishedOn: true,
    url: true,
    pdfUrl: true,
    codeUrl: true,
    projectUrl: true,
    categories: true,
    keywords: true,
  })
  .extend({ title: paperInput.shape.title, listedOn: z.string().pipe(paperInput.shape.listedOn.unwrap().unwrap()) });
export type PaperEdits = z.output<typeof paperEdits>;

/** The fields of a paper that a person may change, by name. */
export type EditableField = (typeof editable)[number];

/**
 * Changes a paper as a person wants it. What they changed is theirs: no source and no import writes over it, also where they
 * took something out. Digests that have the paper keep it as it was.
 * @returns false where there is no such paper
 */
export function editPaper(db: Db, id: number, typed: Partial<PaperEdits>, now: () => Date): Promise<boolean> {
  // Names say how many there are.
  const edits = typed.authors == null ? typed : { authorCount: typed.authors.length || null, ...typed };
  const fields = editable.filter((field) => edits[field] !== undefined);
  const key = edits.title === undefined ? null : titleKey(edits.title) || edits.title.slice(0, 100);
  return db.sqlTransaction(async (tx) => {
    await lockPapers(tx);
    const changed = await tx.run(sql`update paper set
        title = coalesce(new.title, paper.title), title_key = coalesce(${key}, title_key),
        abstract = case when 'abstract' = any(fields) then coalesce(new.abstract, '') else paper.abstract end,
        authors = case when 'authors' = any(fields) then coalesce(new.authors, '{}') else paper.authors end,
        author_count = case when 'authorCount' = any(fields) then new."authorCount" else author_count end,
        published_on = case when 'publishedOn' = any(fields) then new."publishedOn" else published_on end,
        listed_on = coalesce(new."listedOn", listed_on),
        listed_at = case when coalesce(new."listedOn", listed_on) = listed_on then listed_at else ${now()} end,
        url = case when 'url' = any(fields) then new.url else paper.url end,
        pdf_url = case when 'pdfUrl' = any(fields) then new."pdfUrl" else pdf_url end,
        code_url = case when 'codeUrl' = any(fields) then new."codeUrl" else code_url end,
        project_url = case when 'projectUrl' = any(fields) then new."projectUrl" else project_url end,
        categories = case when 'categories' = any(fields) then coalesce(new.categories, '{}') else paper.categories end,
        keywords = case when 'keywords' = any(fields) then coalesce(new.keywords, '{}') else paper.keywords end,
        edited = array(select distinct unnest(paper.edited || fields) order by 1), updated_at = ${now()}
      from (select ${fields}::text[] as fields) as given,
        jsonb_to_record(${JSON.stringify(edits)}::jsonb) as new(title text, abstract text, authors text[], "authorCount" int,
          "publishedOn" date, "listedOn" date, url text, "pdfUrl" text, "codeUrl" text, "projectUrl" text,
          categories text[], keywords text[])
      where paper.id = ${id}`);
    return changed === 1;
  });
}

/** What a person said of this paper: the names of the fields that are theirs. */
export async function editedFieldsOf(db: Db, id: number): Promise<string[]> {
  const row = await db.row(z.object({ edited: z.array(z.string()) }), sql`select edited from paper where id = ${id}`);
  return row?.edited ?? [];
}
