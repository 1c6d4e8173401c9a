import type { Rejection } from './rejection.ts';

/** A row of the list: cells by column name. */
export type ListRow = Record<string, unknown>;

/**
 * One row of a list: its line (or its position in a JSON array, from 1) and its cells, or why it
 * cannot be read.
 */
export type Listed = { line: number } & ({ row: ListRow } | { rejected: Rejection });

/** Parses the text of a list piece by piece. */
export interface ListReader {
  /** Whether the first line names the columns. */
  hasHeader: boolean;
  /** Whether the first row is `Name <address>`. */
  hasNames?: boolean;
  /** The columns in order; empty if each row names its own. */
  columns: readonly string[];
  push(text: string): Listed[];
  end(): Listed[];
}
