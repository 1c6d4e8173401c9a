import { differ, sameTitle, type StoredPaper } from './merge.ts';

/** Rows by what makes two of them the same paper. */
export interface KnownPapers {
  /**
   * The rows that this paper is: by arXiv id (of any version), by DOI, and by title; more than one where they turn out to be
   * one paper only now. The oldest comes first.
   */
  find(row: StoredPaper): StoredPaper[];
  add(row: StoredPaper): void;
  remove(row: StoredPaper): void;
  /** What `row` is to become, less the ids that another row has. */
  withFreeIds(row: StoredPaper, becomes: StoredPaper): StoredPaper;
}

/** @param rows stored ones, oldest first */
export function knownPapers(rows: StoredPaper[]): KnownPapers {
  const byArxivId = new Map<string, StoredPaper>();
  const byDoi = new Map<string, StoredPaper>();
  const byTitle = new Map<string, Set<StoredPaper>>();

  function add(row: StoredPaper): void {
    if (row.arxivId !== null) byArxivId.set(row.arxivId, row);
    if (row.doi !== null) byDoi.set(row.doi, row);
    const titled = byTitle.get(row.titleKey) ?? new Set();
    byTitle.set(row.titleKey, titled.add(row));
  }

  function remove(row: StoredPaper): void {
    if (row.arxivId !== null && byArxivId.get(row.arxivId) === row) byArxivId.delete(row.arxivId);
    if (row.doi !== null && byDoi.get(row.doi) === row) byDoi.delete(row.doi);
    byTitle.get(row.titleKey)?.delete(row);
  }

  function find(row: StoredPaper): StoredPaper[] {
    const ofId = row.arxivId === null ? undefined : byArxivId.get(row.arxivId);
    const ofDoi = row.doi === null ? undefined : byDoi.get(row.doi);
    const found = [ofId, ofDoi !== undefined && differ(ofDoi.arxivId, row.arxivId) ? undefined : ofDoi];
    const ids = found.filter((same) => same !== undefined);
    const [titled] = [...(byTitle.get(row.titleKey) ?? [])].filter((same) =>
      [row, ...ids].every((other) => other === same || sameTitle({ ...other, titleKey: row.titleKey }, same)),
    );
    const all = [...new Set([...ids, ...(titled === undefined ? [] : [titled])])];
    return all.toSorted((a, b) => (a.id || Number.MAX_SAFE_INTEGER) - (b.id || Number.MAX_SAFE_INTEGER));
  }

  function withFreeIds(row: StoredPaper, becomes: StoredPaper): StoredPaper {
    const firstFree = (owners: Map<string, StoredPaper>, ids: (string | null)[]) =>
      ids.find((id) => id !== null && (owners.get(id) ?? row) === row) ?? null;
    return {
      ...becomes,
      arxivId: firstFree(byArxivId, [becomes.arxivId, row.arxivId]),
      doi: firstFree(byDoi, [becomes.doi, row.doi]),
    };
  }

  for (const row of rows) add(row);
  return { find, add, remove, withFreeIds };
}
