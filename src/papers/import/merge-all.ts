import type { InputRow } from './input-row.ts';
import { mergePaper, mergeRows } from './merge.ts';
import type { StoredPaper } from './stored-paper.ts';
import { paperIndex } from './paper-index.ts';

/** The ids of a row that turned out to be a duplicate and of the row it was merged into. */
export interface MergedRow {
  oldId: number;
  newId: number;
}

/** The result of merging papers. */
interface Merged {
  /** The row of each paper, in the order of the papers. */
  rows: StoredPaper[];
  /** The rows to insert (id 0) or to update. */
  changes: StoredPaper[];
  merged: MergedRow[];
}

/** Merges papers into the stored rows, oldest first, and into each other. */
export function mergeAll(stored: StoredPaper[], inputs: InputRow[]): Merged {
  const index = paperIndex(stored);
  const changes = new Set<StoredPaper>();
  const mergedInto = new Map<StoredPaper, StoredPaper>();

  /** Merges into `target` the rows that this paper identifies as duplicates of it. */
  function combine(target: StoredPaper, others: StoredPaper[]): StoredPaper {
    let combined = target;
    for (const other of others) {
      // Digests of the same kind contain both, so they stay two papers.
      if (other.digests.some((kind) => combined.digests.includes(kind))) continue;
      combined = mergeRows(combined, other);
      index.remove(other);
      changes.delete(other);
      mergedInto.set(other, target);
    }
    return combined;
  }

  function save(input: InputRow): StoredPaper {
    const [found, ...others] = index.find(input.row);
    const target = found ?? input.row;
    const values = found === undefined ? target : mergePaper(combine(found, others), input);
    const next = index.withFreeIds(target, values);
    if (found !== undefined && isEqual(next, target)) return target;
    index.remove(target);
    Object.assign(target, next);
    index.add(target);
    changes.add(target);
    return target;
  }

  function remaining(row: StoredPaper): StoredPaper {
    const target = mergedInto.get(row);
    return target === undefined ? row : remaining(target);
  }

  const saved = inputs.map(save);
  return {
    rows: saved.map(remaining),
    changes: [...changes],
    merged: [...mergedInto.keys()]
      .filter(({ id }) => id !== 0)
      .map((row) => ({ oldId: row.id, newId: remaining(row).id })),
  };
}

function isEqual(a: StoredPaper, b: StoredPaper): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
