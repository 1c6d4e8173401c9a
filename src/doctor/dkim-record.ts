import {
  createHash,
  createPublicKey,
  type JsonWebKeyInput,
  type KeyObject,
  type PublicKeyInput,
  verify,
} from 'node:crypto';
import type { Sign } from '../delivery/smtp/dkim.ts';
import { fail, type Finding, ok, warn } from './finding.ts';
import { type Names, unknown } from './names.ts';
import { tagsOf } from './tags.ts';

/**
 * Bits of an RSA key below which Gmail treats an email as unsigned, and below which the key should
 * be replaced.
 */
const leastBits = 1024;
const goodBits = 2048;

/** The parts of a DKIM signature. */
interface Signature {
  domain: string;
  selector: string;
  algorithm: string;
  /** The signed text. */
  signed: string;
  value: Buffer;
}

/**
 * Signs a text with each key and verifies it with the DNS record of its selector, as a receiver
 * does (RFC 6376).
 */
export async function examineDkim(names: Names, sign: Sign | undefined): Promise<Finding[]> {
  if (sign === undefined) {
    return [
      warn(
        'dkim',
        'email is not signed here; Gmail and Yahoo require a DKIM signature for bulk email',
        'Let the relay sign for your domain, or set DKIM_DOMAIN, DKIM_SELECTOR and DKIM_PRIVATE_KEY',
      ),
    ];
  }
  const signatures = await signaturesOf(sign);
  const found = await Promise.all(signatures.map((signature) => examineKey(names, signature)));
  const onlyNew = signatures.every(({ algorithm }) => algorithm.startsWith('ed25519'));
  return onlyNew
    ? [
        ...found,
        warn(
          'dkim',
          'all keys are Ed25519, which many receivers cannot verify',
          'Also sign with a 2048-bit RSA key',
        ),
      ]
    : found;
}

const probe = { mailFrom: '', rcptTo: '', header: 'From: probe\r\n', body: ['probe\r\n'] };

async function signaturesOf(sign: Sign): Promise<Signature[]> {
  const { header } = await sign(probe);
  return header
    .replaceAll('\r\n ', ' ')
    .split('\r\n')
    .flatMap((line) => {
      const [, field = '', value = ''] = /^DKIM-Signature: (.*; b=)(.*)$/s.exec(line) ?? [];
      const tags = tagsOf(field);
      const signed = `from:probe\r\ndkim-signature:${field}`;
      const { d: domain = '', s: selector = '', a: algorithm = '' } = tags;
      return field === ''
        ? []
        : [{ domain, selector, algorithm, signed, value: Buffer.from(value, 'base64') }];
    });
}

/** Commands that print a public key in the format of its record. */
const printKey = {
  rsa: 'openssl pkey -in KEY.pem -pubout -outform DER | openssl base64 -A',
  ed25519: 'openssl pkey -in KEY.pem -pubout -outform DER | tail -c 32 | openssl base64 -A',
};

async function examineKey(names: Names, signature: Signature): Promise<Finding> {
  const { domain, selector, algorithm } = signature;
  const name = `${selector}._domainkey.${domain}`;
  const found = await names.txt(name);
  if ('unknown' in found) return unknown('dkim', name, found.unknown);
  const [record, ...more] = found.records;
  const type = algorithm === 'rsa-sha256' ? 'rsa' : 'ed25519';
  const publish = `Print the key with: ${printKey[type]} and publish one TXT record at ${name}: "v=DKIM1; k=${type}; p=(that key)"`;
  if (record === undefined)
    return fail('dkim', `${name} has no record, so signatures cannot be verified`, publish);
  if (more.length > 0) return fail('dkim', `${name} has ${more.length + 1} records`, publish);
  const tags = tagsOf(record);
  if (tags['p'] === undefined || tags['p'] === '')
    return fail('dkim', `${name} says that this key is revoked (empty p=)`, publish);
  const key = publicKey(tags['k'] ?? 'rsa', tags['p']);
  if (key === undefined || !isBy(key, signature))
    return fail('dkim', `the key at ${name} does not match DKIM_PRIVATE_KEY`, publish);
  return strength(name, key, tags);
}

function strength(name: string, key: KeyObject, tags: Record<string, string>): Finding {
  const bits = key.asymmetricKeyDetails?.modulusLength;
  const fix = `Create a ${goodBits}-bit RSA key, publish it under a new selector, and list both for a while`;
  if (bits !== undefined && bits < leastBits)
    return fail(
      'dkim',
      `the key at ${name} has ${bits} bits, too few to count as a signature`,
      fix,
    );
  if (bits !== undefined && bits < goodBits)
    return warn('dkim', `the key at ${name} has ${bits} bits`, fix);
  if ((tags['t'] ?? '').split(':').includes('y'))
    return warn('dkim', `${name} marks signing as a test (t=y)`, 'Remove t=y from the record');
  return ok(
    'dkim',
    `the key at ${name} matches the signatures${bits === undefined ? '' : `, ${bits} bits`}`,
  );
}

/**
 * Ed25519 keys are published as their 32 bytes (RFC 8463). RSA keys are published as DER, usually
 * SubjectPublicKeyInfo, while RFC 6376 specifies PKCS #1.
 */
function publicKey(type: string, text: string): KeyObject | undefined {
  const bytes = Buffer.from(text.replaceAll(/\s/g, ''), 'base64');
  if (type === 'rsa')
    return (
      read({ key: bytes, format: 'der', type: 'spki' }) ??
      read({ key: bytes, format: 'der', type: 'pkcs1' })
    );
  return read({
    key: { kty: 'OKP', crv: 'Ed25519', x: bytes.toString('base64url') },
    format: 'jwk',
  });
}

function read(published: PublicKeyInput | JsonWebKeyInput): KeyObject | undefined {
  try {
    return createPublicKey(published);
  } catch {
    return undefined;
  }
}

function isBy(key: KeyObject, { algorithm, signed, value }: Signature): boolean {
  if (algorithm === 'rsa-sha256')
    return key.asymmetricKeyType === 'rsa' && verify('RSA-SHA256', Buffer.from(signed), key, value);
  return (
    key.asymmetricKeyType === 'ed25519' &&
    verify(null, createHash('sha256').update(signed).digest(), key, value)
  );
}
