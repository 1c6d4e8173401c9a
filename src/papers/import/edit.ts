import { z } from 'zod';
import { dateOf } from '../../lib/dates.ts';
import type { Db, DbClient } from '../../db/client.ts';
import type { Paper } from '../../generated/prisma/client.ts';
import { paperInput } from '../paper.ts';
import { editable, type EditableField, titleKeyOrTitle } from './input-row.ts';
import { lockPapers } from './sql.ts';

/**
 * The fields of a paper that an operator may edit. Null removes a value. The title and the listing
 * day cannot be removed.
 */
export const paperEdits = paperInput
  .pick({
    abstract: true,
    summary: true,
    authors: true,
    authorCount: true,
    organization: true,
    publishedOn: true,
    url: true,
    pdfUrl: true,
    codeUrl: true,
    projectUrl: true,
    categories: true,
    keywords: true,
  })
  .extend({
    title: paperInput.shape.title,
    listedOn: z.string().pipe(paperInput.shape.listedOn.unwrap().unwrap()),
  });
export type PaperEdits = z.output<typeof paperEdits>;

/**
 * Milliseconds of the transaction. It waits for running saves, each of which takes one second per
 * thousand papers.
 */
const timeout = 60_000;

/**
 * Edits a paper. Later fetches and imports do not change these fields, even if their value was
 * removed. Digests keep the paper as it was when they were composed.
 * @returns false if the paper does not exist
 */
export function editPaper(
  db: Db,
  id: number,
  edits: Partial<PaperEdits>,
  now: () => Date,
): Promise<boolean> {
  return db.transaction(async (tx) => {
    await lockPapers(tx);
    const stored = await tx.prisma.paper.findUnique({ where: { id } });
    if (stored === null) return false;
    const values = valuesOf(stored, edits);
    const fields = editable.filter((field) => edits[field] !== undefined || isCount(field, edits));
    const isMoved = values.listedOn.getTime() !== stored.listedOn.getTime();
    await tx.prisma.paper.update({
      where: { id },
      data: {
        ...values,
        editedFields: [...new Set([...stored.editedFields, ...fields])].toSorted(),
        updatedAt: now(),
        listedAt: isMoved ? now() : stored.listedAt,
      },
    });
    return true;
  }, timeout);
}

/** Whether the number of authors follows from the names. */
function isCount(field: EditableField, { authors }: Partial<PaperEdits>): boolean {
  return field === 'authorCount' && authors != null;
}

function valuesOf(stored: Paper, edits: Partial<PaperEdits>) {
  const { title, authors, publishedOn, listedOn } = edits;
  const countOfNames = authors == null ? undefined : authors.length || null;
  return {
    title: title ?? stored.title,
    titleKey: title === undefined ? stored.titleKey : titleKeyOrTitle(title),
    abstract: edited(edits.abstract, stored.abstract) ?? '',
    summary: edited(edits.summary, stored.summary),
    authors: edited(authors, stored.authors) ?? [],
    authorCount: edited(edits.authorCount, edited(countOfNames, stored.authorCount)),
    organization: edited(edits.organization, stored.organization),
    publishedOn: edited(
      publishedOn == null ? publishedOn : dateOf(publishedOn),
      stored.publishedOn,
    ),
    listedOn: listedOn === undefined ? stored.listedOn : dateOf(listedOn),
    url: edited(edits.url, stored.url),
    pdfUrl: edited(edits.pdfUrl, stored.pdfUrl),
    codeUrl: edited(edits.codeUrl, stored.codeUrl),
    // They are those of the repository at codeUrl.
    stars: edited(edits.codeUrl, stored.codeUrl) === stored.codeUrl ? stored.stars : null,
    projectUrl: edited(edits.projectUrl, stored.projectUrl),
    categories: edited(edits.categories, stored.categories) ?? [],
    keywords: edited(edits.keywords, stored.keywords) ?? [],
  };
}

function edited<T>(edit: T | undefined, stored: T): T {
  return edit === undefined ? stored : edit;
}

/** The names of the fields of a paper that an operator edited. */
export async function editedFieldsOf({ prisma }: DbClient, id: number): Promise<string[]> {
  const row = await prisma.paper.findUnique({ where: { id }, select: { editedFields: true } });
  return row?.editedFields ?? [];
}
