import type { Db } from '../../db/client.ts';
import { copyIn, copyValue } from '../../db/copy.ts';
import type { ImportRow } from '../sql/add.ts';
import { copyRows } from './sql.ts';

/** Characters sent to the database per write. */
const copySize = 500_000;

/** Writes the rows of a list. Postgres stores a part while the next part is read. */
export function copyWriter(db: Db, importId: number) {
  const line = lineWriter(importId);
  let text = '';
  let sending: Promise<void> = Promise.resolve();

  async function send(): Promise<void> {
    await sending;
    sending = copyIn(db, copyRows, text);
    // The next call awaits this promise and throws its error.
    sending.catch(() => {});
    text = '';
  }

  return {
    /** Returns whether Postgres can store the row. */
    add(at: number, row: Omit<ImportRow, 'line'>): boolean {
      const written = line(at, row);
      if (written === null) return false;
      text += written;
      return true;
    },
    isFull: () => text.length > copySize,
    send,
    async end(): Promise<void> {
      if (text !== '') await send();
      await sending;
    },
    /** Waits for the part that Postgres is storing, whether or not it succeeds. */
    waitForCurrent: () => sending.catch(() => {}),
  };
}

/**
 * Formats rows for `COPY`; null for a row that Postgres cannot store, because it contains NUL or
 * half a surrogate pair.
 */
function lineWriter(importId: number) {
  // Rows with the same preferences share these objects.
  const texts = new WeakMap<object, string>();

  function json(value: object): string {
    const known = texts.get(value);
    if (known !== undefined) return known;
    const text = copyValue(JSON.stringify(value));
    texts.set(value, text);
    return text;
  }

  return (at: number, row: Omit<ImportRow, 'line'>): string | null => {
    const { email, email_key, email_hashes, mailbox, target, confirm, suppression } = row;
    const objects = `${json(row.columns)}\t${json(row.preferences)}\t${json(row.consents)}\t${
      suppression === null ? '\\N' : json(suppression)
    }`;
    if (/\\u0000|\\ud[89a-f]/.test(objects)) return null;
    // An address, a hash and a target contain no character that needs escaping.
    return `${importId}\t${at}\t${copyValue(email)}\t${copyValue(email_key)}\t{${email_hashes.join(',')}}\t${mailbox ?? '\\N'}\t${target}\t${confirm}\t${objects}\n`;
  };
}
