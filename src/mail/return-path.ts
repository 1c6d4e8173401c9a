import { timingSafeEqual } from 'node:crypto';
import type { Context } from '../context.ts';
import type { Keyring } from '../db/keyring.ts';
import { mailboxDomain } from './header.ts';

/** The outbox row of an email. */
export type Row = { digestId: number; subscriberId: number } | { transactionalEmailId: number };

/** `d<digest>-<subscriber>` or `m<transactional email>`. */
export function rowName(row: Row): string {
  return 'transactionalEmailId' in row
    ? `m${row.transactionalEmailId}`
    : `d${row.digestId}-${row.subscriberId}`;
}

/** Characters of the MAC in a return path (72 bits): a local part has at most 64 characters. */
const macLength = 12;

/** A return path that contains the name of its row (VERP) and a MAC against forged bounces. */
export function returnPath({ config, keys }: Pick<Context, 'config' | 'keys'>, row: Row): string {
  const name = rowName(row);
  const domain = config.RETURN_PATH_DOMAIN ?? mailboxDomain(config.MAIL_FROM);
  return `bounce+${name}-${keys.mac('bounce', name).slice(0, macLength)}@${domain}`;
}

/**
 * At most nine digits: a longer number may exceed the range of ids, and Postgres would refuse it.
 */
const id = '[1-9][0-9]{0,8}';
const path = new RegExp(`bounce\\+(?:d(${id})-(${id})|m(${id}))-([\\w-]{${macLength}})(?=@)`, 'gi');

/** Maximum number of return paths checked in one text; a genuine message has one. */
const maximumPaths = 50;

/**
 * The row of the first return path in a text whose MAC is valid. Wrapped return paths
 * (`prvs=…=bounce+d1-2-…@`) and lower-cased ones match too.
 */
export function findReturnPath(keys: Keyring, text: string): Row | undefined {
  for (const [, digestId, subscriberId, transactionalEmailId, mac = ''] of [
    ...text.matchAll(path),
  ].slice(0, maximumPaths)) {
    const row =
      transactionalEmailId === undefined
        ? { digestId: Number(digestId), subscriberId: Number(subscriberId) }
        : { transactionalEmailId: Number(transactionalEmailId) };
    const given = Buffer.from(mac.toLowerCase());
    const made = keys
      .every('bounce', rowName(row))
      .map((whole) => Buffer.from(whole.slice(0, macLength).toLowerCase()));
    if (made.map((one) => timingSafeEqual(one, given)).includes(true)) return row;
  }
  return undefined;
}

/**
 * The row that a Message-ID names. Message-IDs can be guessed, so this proves nothing by itself.
 */
export function rowOfMessageId(text: string): Row | undefined {
  const [, digestId, subscriberId, transactionalEmailId] =
    new RegExp(`<?(?:digest\\.(${id})\\.(${id})|mail\\.(${id}))@[^\\s<>@]+>?$`).exec(text.trim()) ??
    [];
  if (transactionalEmailId !== undefined)
    return { transactionalEmailId: Number(transactionalEmailId) };
  return digestId === undefined
    ? undefined
    : { digestId: Number(digestId), subscriberId: Number(subscriberId) };
}
