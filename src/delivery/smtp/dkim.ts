import { createHash, createPrivateKey, hash, type KeyObject, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Config } from '../../config/config.ts';
import { ConfigError } from '../../config/config-error.ts';
import type { OutgoingMail, Piece } from '../../outbox/rendering.ts';
import { makeJoiner } from '../join.ts';

/** A key that signs emails (RFC 6376; Ed25519 by RFC 8463). */
interface Signer {
  domain: string;
  selector: string;
  algorithm: 'rsa-sha256' | 'ed25519-sha256';
  key: KeyObject;
}

/** Returns the email with a DKIM-Signature for each key at the start of its header. */
export type Sign = (mail: OutgoingMail) => Promise<OutgoingMail>;

/**
 * The header fields that a signature covers if present. From is listed twice, so that nobody can
 * add a second one.
 */
const covered = [
  'from',
  'from',
  'to',
  'reply-to',
  'subject',
  'date',
  'message-id',
  'list-unsubscribe',
  'list-unsubscribe-post',
  'list-id',
  'feedback-id',
  'auto-submitted',
  'precedence',
  'mime-version',
  'content-type',
];

/**
 * The keys of DKIM_SELECTOR and DKIM_PRIVATE_KEY. Two of each sign twice, for key rotation.
 * @returns undefined if none of the three settings is set
 * @throws ConfigError if one of them is missing or a key cannot be read
 */
export function readSigners({
  DKIM_DOMAIN: domain,
  DKIM_SELECTOR: selectors,
  DKIM_PRIVATE_KEY: keys,
}: Config): Sign | undefined {
  if (domain === undefined && selectors === undefined && keys === undefined) return undefined;
  if (domain === undefined || selectors === undefined || keys === undefined)
    throw new ConfigError([
      'DKIM_DOMAIN, DKIM_SELECTOR and DKIM_PRIVATE_KEY belong together: set all three or none',
    ]);
  const given = keys.split(',').map((key) => key.trim());
  if (selectors.length !== given.length) {
    throw new ConfigError([
      `DKIM_PRIVATE_KEY has ${given.length} keys; expected as many as DKIM_SELECTOR has selectors (${selectors.length})`,
    ]);
  }
  const signers = selectors.map((selector, index) =>
    makeSigner(domain, selector, given[index] ?? ''),
  );
  const join = makeJoiner();
  return (mail) => signWith(signers, mail, join);
}

function makeSigner(domain: string, selector: string, given: string): Signer {
  try {
    const pem = given.includes('-----BEGIN')
      ? given.replaceAll(String.raw`\n`, '\n')
      : readFileSync(given, 'utf8');
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'rsa') return { domain, selector, algorithm: 'rsa-sha256', key };
    if (key.asymmetricKeyType === 'ed25519')
      return { domain, selector, algorithm: 'ed25519-sha256', key };
  } catch {
    // Reported below: the original message could contain parts of the key.
  }
  throw new ConfigError([
    `DKIM_PRIVATE_KEY is invalid for ${selector} (value not shown); expected the PEM of an RSA or Ed25519 key, or the path of its file`,
  ]);
}

async function signWith(
  signers: Signer[],
  mail: OutgoingMail,
  join: (pieces: Piece[]) => Buffer,
): Promise<OutgoingMail> {
  const fields = readFields(mail.header);
  const body = mail.encoded === true ? mail.body : [canonicalBody(mail.body.join(''))];
  const bodyHash = hash('sha256', join(body), 'base64');
  const signatures = await Promise.all(
    signers.map((signer) => signatureField(signer, fields, bodyHash)),
  );
  return { ...mail, header: `${signatures.join('')}${mail.header}` };
}

/**
 * Relaxed header canonicalization (RFC 6376 3.4.2): names in lower case, lines unfolded, runs of
 * spaces and tabs replaced by one space.
 */
function readFields(header: string): Map<string, string> {
  const unfolded = header.replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n');
  return new Map(
    unfolded.flatMap((line) => {
      const colon = line.indexOf(':');
      if (colon < 1) return [];
      const value = line
        .slice(colon + 1)
        .replaceAll(/[ \t]+/g, ' ')
        .trim();
      return [[line.slice(0, colon).toLowerCase(), value] as const];
    }),
  );
}

/** Relaxed body canonicalization (RFC 6376 3.4.4). */
function canonicalBody(body: string): string {
  return `${body
    .replaceAll(/[ \t]+/g, ' ')
    .replaceAll(' \r\n', '\r\n')
    .replace(/(?<!\r\n)(?:\r\n)+$/, '')}\r\n`;
}

async function signatureField(
  { domain, selector, algorithm, key }: Signer,
  fields: Map<string, string>,
  bodyHash: string,
): Promise<string> {
  const names = covered.filter((name) => fields.has(name));
  const value = `v=1; a=${algorithm}; c=relaxed/relaxed; d=${domain}; s=${selector}; h=${names.join(':')}; bh=${bodyHash}; b=`;
  const once = [...new Set(names)];
  const canonical = `${once.map((name) => `${name}:${fields.get(name) ?? ''}\r\n`).join('')}dkim-signature:${value}`;
  const signature = await signText(algorithm, key, canonical);
  return `DKIM-Signature: ${value.replaceAll('; ', ';\r\n ')}\r\n ${(signature.match(/.{1,72}/g) ?? []).join('\r\n ')}\r\n`;
}

/** Runs off the main thread: an RSA-2048 signature costs more than all other work for an email. */
function signText(algorithm: Signer['algorithm'], key: KeyObject, text: string): Promise<string> {
  const [digest, data] =
    algorithm === 'rsa-sha256'
      ? ['RSA-SHA256', Buffer.from(text)]
      : [null, createHash('sha256').update(text).digest()];
  return new Promise((resolve, reject) => {
    sign(digest, data, key, (error, signature) =>
      error === null ? resolve(signature.toString('base64')) : reject(error),
    );
  });
}
