import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { z } from 'zod';
import type { Db, Queryable } from './client.ts';
import { lockInTransaction } from './advisory-lock.ts';
import { sql } from './sql.ts';

/** HMAC-SHA256 keys, newest first. The first one signs; all of them verify. */
export interface Keyring {
  /** A 16-byte MAC of `text`, bound to `purpose`, in base64url (22 characters). */
  mac(purpose: string, text: string): string;
  /** Whether any key, including older ones, made this MAC. Takes constant time. */
  verify(purpose: string, text: string, mac: string): boolean;
  /** The MACs of `text` by every key: for the lookup of keyed hashes after a change of keys. */
  every(purpose: string, text: string): string[];
  /** Encrypts a text (AES-256-GCM). */
  seal(purpose: string, text: string): string;
  /** @returns the text, or undefined if none of the keys sealed it */
  open(purpose: string, sealed: string): string | undefined;
}

export function keyring(secrets: [string, ...string[]]): Keyring {
  // Prepared once, because an import makes one MAC per row.
  const [newest, ...older] = secrets;
  const keys: [KeyObject, ...KeyObject[]] = [secretKey(newest), ...older.map(secretKey)];
  return {
    mac: (purpose, text) => sign(keys[0], purpose, text).toString('base64url'),
    verify: (purpose, text, mac) => {
      const decoded = Buffer.from(mac, 'base64url');
      if (decoded.length !== 16 || decoded.toString('base64url') !== mac) return false;
      return keys.map((key) => timingSafeEqual(sign(key, purpose, text), decoded)).includes(true);
    },
    every: (purpose, text) => keys.map((key) => sign(key, purpose, text).toString('base64url')),
    seal: (purpose, text) => seal(cipherKey(keys[0], purpose), text),
    open: (purpose, sealed) =>
      keys.map((key) => unseal(cipherKey(key, purpose), sealed)).find((text) => text !== undefined),
  };
}

function secretKey(text: string): KeyObject {
  return createSecretKey(text, 'utf8');
}

function mac(key: KeyObject, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function sign(key: KeyObject, purpose: string, text: string): Buffer {
  return mac(key, `${purpose}\0${text}`).subarray(0, 16);
}

const cipher = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/** The second zero byte separates these MACs from those of `sign`, whose purposes hold none. */
const cipherKey = (key: KeyObject, purpose: string) => mac(key, `${purpose}\0\0seal`);

/** The nonce, authentication tag and ciphertext in base64url. */
function seal(key: Buffer, text: string): string {
  const nonce = randomBytes(nonceBytes);
  const encryption = createCipheriv(cipher, key, nonce);
  const sealed = Buffer.concat([encryption.update(text, 'utf8'), encryption.final()]);
  return Buffer.concat([nonce, encryption.getAuthTag(), sealed]).toString('base64url');
}

function unseal(key: Buffer, sealed: string): string | undefined {
  const bytes = Buffer.from(sealed, 'base64url');
  const text = nonceBytes + tagBytes;
  if (bytes.length < text) return undefined;
  try {
    const decryption = createDecipheriv(cipher, key, bytes.subarray(0, nonceBytes));
    decryption.setAuthTag(bytes.subarray(nonceBytes, text));
    return decryption.update(bytes.subarray(text), undefined, 'utf8') + decryption.final('utf8');
  } catch {
    return undefined;
  }
}

/**
 * The keys stored in Postgres; the first start generates one. A key set by SECRET_KEY is stored as
 * the newest, so that links signed with it still verify after the next change.
 */
export async function loadKeyring(db: Db, given?: string): Promise<Keyring> {
  await db.sqlTransaction(async (tx) => {
    // Two programs that start at the same time agree on one key.
    await lockInTransaction(tx, 'secret_key');
    const key = given ?? randomBytes(32).toString('base64url');
    await tx.run(sql`insert into secret_key (key) select ${key}
      where ${given !== undefined} or not exists (select from secret_key) on conflict do nothing`);
  });
  const keys = await readKeyring(db, given);
  if (keys === undefined) throw new Error('no secret key in the database');
  return keys;
}

/** The stored keys, with the given one first; undefined before the first start. */
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
 * A value that every web server of an installation returns, and no other installation does. It
 * shows whether a proxy leads to the right one.
 */
export function installationMark(keys: Keyring): string {
  return keys.mac('installation', '');
}

export function isInstallationMark(keys: Keyring, mark: string): boolean {
  return keys.verify('installation', '', mark);
}
