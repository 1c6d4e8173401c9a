import { domainToASCII } from 'node:url';
import type { Config } from '../config/config.ts';

/**
 * Why an address is rejected: the key of the message that a page shows, and its English text for
 * API clients and import reports.
 */
export const addressFaults = {
  'address-empty': 'Please enter an email address.',
  'address-parts': 'That doesn’t look like an email address. It should look like ada@example.org.',
  'address-plain': 'Please enter just one address, without spaces, commas, quotes or brackets.',
  'address-long-name': 'The part before the @ is too long (64 characters at most).',
  'address-name':
    'The part before the @ contains a character, or a dot in a place, that mail servers don’t accept.',
  'address-domain': 'The part after the @ isn’t a valid domain, like example.org.',
  'address-long': 'That address is too long (254 characters at most).',
  'address-special': 'The part after the @ is a name that can’t receive email.',
  'address-disposable': 'Sorry, we can’t send to temporary addresses. Please use a permanent one.',
} as const;
export type AddressFault = keyof typeof addressFaults;

export type ParsedAddress =
  | { ok: true; email: string; key: string }
  | { ok: false; fault: AddressFault; reason: string };

type Mode = Config['NODE_ENV'];
type TypedAddressConfig = Pick<Config, 'NODE_ENV' | 'REFUSE_DISPOSABLE'>;

/** Maximum length of an address in an SMTP command (RFC 5321, erratum 1690). */
const maximumLength = 254;

const atom = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+$/;
const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * Characters that a domain may contain before UTS 46: letters, marks, digits, hyphens, the dots of
 * East Asian scripts and the two joiners of Indic scripts. `domainToASCII` parses the host of a
 * URL: without this check it drops a path, a query and a fragment, and decodes `%6d`.
 */
const domainText = /^[-.\p{L}\p{M}\p{N}\u3002\uFF0E\uFF61\u200C\u200D]+$/u;

/**
 * Names that never receive email over the Internet: RFC 6761, 6762, 7686, 8375, 9476, and ICANN's
 * `internal`.
 */
const specialUse = new Set(['alt', 'arpa', 'internal', 'invalid', 'local', 'onion']);

/** Special-use names for tests and demonstrations (RFC 6761). Only production rejects them. */
const testNames = new Set(['example', 'localhost', 'test']);

/**
 * Parses one address strictly: the dot-atom of RFC 5321, without quotes, comments, lists or IP
 * literals; a domain with a dot that is not a special-use name; a local part of at most 64 bytes
 * and an address of at most 254. `email` has its domain in lower-case ASCII (UTS 46) and its local
 * part as typed. Two addresses with the same `key` are the same subscriber.
 */
export function parseAddress(text: string, mode: Mode = 'development'): ParsedAddress {
  const trimmed = text.trim();
  const at = trimmed.lastIndexOf('@');
  if (trimmed === '') return refuse('address-empty');
  if (at < 1) return refuse('address-parts');
  if (/[\s,;<>()"\\[\]]/.test(trimmed)) {
    return refuse('address-plain');
  }
  const local = trimmed.slice(0, at);
  if (local.length > 64) return refuse('address-long-name');
  if (!local.split('.').every((part) => atom.test(part))) {
    return refuse('address-name');
  }
  // Check before `domainToASCII`, which takes quadratic time. The ASCII form of a name is at least
  // as long as the name.
  if (trimmed.length > maximumLength) return refuse('address-long');
  const typed = trimmed.slice(at + 1);
  const domain = domainText.test(typed) ? domainToASCII(typed).toLowerCase() : '';
  if (!isHostName(domain)) {
    return refuse('address-domain');
  }
  if (isSpecialUse(domain, mode)) return refuse('address-special');
  const email = `${local}@${domain}`;
  if (email.length > maximumLength) return refuse('address-long');
  return { ok: true, email, key: email.toLowerCase() };
}

/**
 * The same for an address that a person types. It also rejects disposable addresses if the operator
 * chose that. The list of their domains is a megabyte, so the first address that needs it loads it.
 */
export async function parseTypedAddress(
  text: string,
  { NODE_ENV: mode, REFUSE_DISPOSABLE: refuseDisposable }: TypedAddressConfig,
): Promise<ParsedAddress> {
  const parsed = parseAddress(text, mode);
  if (!parsed.ok || !refuseDisposable) return parsed;
  const { default: checker } = await import('mailchecker');
  const labels = parsed.key.slice(parsed.key.lastIndexOf('@') + 1).split('.');
  const domains = labels.map((_label, index) => labels.slice(index).join('.'));
  return domains.some((domain) => checker.blacklist().has(domain))
    ? refuse('address-disposable')
    : parsed;
}

function isHostName(domain: string): boolean {
  const labels = domain.split('.');
  return (
    domain.length <= 253 &&
    labels.length > 1 &&
    labels.every((part) => label.test(part)) &&
    /[a-z]/.test(labels.at(-1) ?? '')
  );
}

function isSpecialUse(domain: string, mode: Mode): boolean {
  const top = domain.slice(domain.lastIndexOf('.') + 1);
  return specialUse.has(top) || (mode === 'production' && testNames.has(top));
}

function refuse(fault: AddressFault): ParsedAddress {
  return { ok: false, fault, reason: addressFaults[fault] };
}

/** The key of a typed address, for lookups: an invalid address gets one that nobody has. */
export function addressKey(text: string): string {
  const parsed = parseAddress(text);
  return parsed.ok ? parsed.key : text.trim().toLowerCase();
}
