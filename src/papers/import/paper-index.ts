import { differ, areSameByTitle } from './merge.ts';
import type { StoredPaper } from './stored-paper.ts';

/** Rows indexed by the identifiers of a paper: arXiv id (of any version), DOI and title. */
export interface PaperIndex {
  /**
   * Returns the rows that match a paper, oldest first. There is more than one if the paper
   * identifies rows as duplicates.
   */
  find(row: StoredPaper): StoredPaper[];
  add(row: StoredPaper): void;
  remove(row: StoredPaper): void;
  /** Returns `merged`, the new values of `row`, without ids that belong to another row. */
  withFreeIds(row: StoredPaper, merged: StoredPaper): StoredPaper;
}

/** @param rows the stored rows, oldest first */
export function paperIndex(rows: StoredPaper[]): PaperIndex {
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

  function withSameIds(row: StoredPaper): StoredPaper[] {
    const byId = row.arxivId === null ? undefined : byArxivId.get(row.arxivId);
    const withDoi = row.doi === null ? undefined : byDoi.get(row.doi);
    const found = [
      byId,
      withDoi !== undefined && differ(withDoi.arxivId, row.arxivId) ? undefined : withDoi,
    ];
    return found.filter((other) => other !== undefined);
  }

  function find(row: StoredPaper): StoredPaper[] {
    const withIds = withSameIds(row);
    const known = [row, ...withIds];
    const titled = [...(byTitle.get(row.titleKey) ?? [])].find((candidate) =>
      known.every((other) => other === candidate || areSameByTitle(other, candidate)),
    );
    const all = [...new Set([...withIds, ...(titled === undefined ? [] : [titled])])];
    return all.toSorted(
      (a, b) => (a.id || Number.MAX_SAFE_INTEGER) - (b.id || Number.MAX_SAFE_INTEGER),
    );
  }

  function withFreeIds(row: StoredPaper, merged: StoredPaper): StoredPaper {
    const firstFree = (owners: Map<string, StoredPaper>, ids: (string | null)[]) =>
      ids.find((id) => id !== null && (owners.get(id) ?? row) === row) ?? null;
    return {
      ...merged,
      arxivId: firstFree(byArxivId, [merged.arxivId, row.arxivId]),
      doi: firstFree(byDoi, [merged.doi, row.doi]),
    };
  }

  for (const row of rows) add(row);
  return { find, add, remove, withFreeIds };
}
