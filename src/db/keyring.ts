import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Db, Queryable } from './client.ts';
import { lockInTransaction } from './advisory-lock.ts';
import { sql } from './sql.ts';

/** Keys of HMAC-SHA256, newest first: the first signs, all of them verify. */
export interface Keyring {
  /** A 16-byte MAC of `text`, bound to `purpose`, in base64url (22 characters). */
  mac(purpose: string, text: string): string;
  /** Whether any key, also an old one, made this MAC. Takes the same time for each answer. */
  verify(purpose: string, text: string, mac: string): boolean;
  /** The MACs of `text` by every key: to look a keyed hash up after a change of keys. */
  every(purpose: string, text: string): string[];
}

export function keyring(keys: [string, ...string[]]): Keyring {
  return {
    mac: (purpose, text) => sign(keys[0], purpose, text).toString('base64url'),
    verify: (purpose, text, mac) => {
      const given = Buffer.from(mac, 'base64url');
      if (given.length !== 16 || given.toString('base64url') !== mac) return false;
      return keys.map((key) => timingSafeEqual(sign(key, purpose, text), given)).includes(true);
    },
    every: (purpose, text) => keys.map((key) => sign(key, purpose, text).toString('base64url')),
  };
}

function sign(key: string, purpose: string, text: string): Buffer {
  return createHmac('sha256', key).update(`${purpose}\0${text}`).digest().subarray(0, 16);
}

/**
 * The keys stored in Postgres; the first start makes one. A key given by SECRET_KEY is stored as
 * the newest, so that links signed with it still verify after the next change.
 */
export async function loadKeyring(db: Db, given?: string): Promise<Keyring> {
  await db.sqlTransaction(async (tx) => {
    // Two programs that start at once agree on one key.
    await lockInTransaction(tx, 'secret_key');
    const key = given ?? randomBytes(32).toString('base64url');
    await tx.run(sql`insert into secret_key (key) select ${key}
      where ${given !== undefined} or not exists (select from secret_key) on conflict do nothing`);
  });
  const keys = await readKeyring(db, given);
  if (keys === undefined) throw new Error('no secret key in the database');
  return keys;
}

/** The stored keys, the given one first; undefined before the first start. */
export async function readKeyring(db: Queryable, given?: string): Promise<Keyring | undefined> {
  const rows = await db.rows(
    z.object({ key: z.string() }),
    sql`select key from secret_key
    order by key = ${given ?? ''} desc, id desc`,
  );
  const [first, ...rest] = rows.map((row) => row.key);
  return first === undefined ? undefined : keyring([first, ...rest]);
}

/**
 * What every web server of one installation answers, and none of another: it says whether a proxy
 * leads to the right one.
 */
export function installationMark(keys: Keyring): string {
  return keys.mac('installation', '');
}

export function isInstallationMark(keys: Keyring, mark: string): boolean {
  return keys.verify('installation', '', mark);
}
