import type { Context } from '../../context.ts';
import { addressHashes } from '../../journal/entry.ts';
import type { ParsedAddress } from '../address.ts';
import type { PreferenceInput } from '../preferences/definitions.ts';
import { mailboxHash } from '../signup/mailbox.ts';
import type { ImportRow } from '../sql/add.ts';
import type { Rejection } from './rejection.ts';

/** A row to import, without its line. */
export type Row = Omit<ImportRow, 'line'>;

/**
 * A row to import, or why it is rejected. A rejected row that may mean that its subscriber left is
 * stored too, because another row with the address must not make it active.
 */
export type Staged = { row: Row } | { reason: Rejection; row?: Row };

/** The address of a row that could be parsed. */
export type Address = Extract<ParsedAddress, { ok: true }>;

/** The preferences of a row, and their columns of a subscriber. */
export interface Given {
  preferences: PreferenceInput;
  columns: Readonly<Record<string, unknown>>;
}

/** No preferences and no columns. */
export const nothingGiven: Given = { preferences: {}, columns: {} };

/** Fields that all rows have. */
export function rowOf(
  { keys }: Pick<Context, 'keys'>,
  { email, key }: Address,
  { preferences, columns }: Given,
): Row {
  return {
    email,
    email_key: key,
    email_hashes: addressHashes(keys, key),
    mailbox: null,
    target: 'pending',
    confirm: false,
    columns,
    preferences,
    consents: [],
    suppression: null,
    merged_into: null,
  };
}

/** A row whose address receives a confirmation email. */
export function asked({ keys }: Pick<Context, 'keys'>, row: Row) {
  const mailbox = mailboxHash(keys, row.email_key);
  return { ...row, confirm: true, mailbox };
}

/** Whether a status in a list means that the subscriber may be mailed, now or later. */
export function mayBeMailed(status: unknown): boolean {
  return status === 'active' || status === 'pending' || status === 'paused';
}

/**
 * A rejected row. It is stored if its status may mean that its subscriber left, so that no other
 * row with the address makes it active.
 */
export function rejected(reason: Rejection, status: unknown, row: Row): Staged {
  if (status === 'active' || status === 'pending') return { reason };
  return { reason, row: { ...row, ...nothingGiven, target: 'rejected' } };
}
