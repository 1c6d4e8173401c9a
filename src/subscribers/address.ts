import { domainToASCII } from 'node:url';

/** Why an address is refused: the key of the sentence that a page shows, and the sentence for programs. */
export const addressFaults = {
  'address-empty': 'Please type an email address.',
  'address-parts': 'An email address has a name, an @ and a domain, such as ada@example.org.',
  'address-plain': 'Please type one plain address, without spaces, commas, quotes or brackets.',
  'address-long-name': 'The part before the @ is longer than 64 characters.',
  'address-name': 'The part before the @ has a character or a dot that mail servers do not accept.',
  'address-domain': 'The part after the @ is no domain name, such as example.org.',
  'address-long': 'The address is longer than 254 characters.',
  'address-disposable': 'Addresses that vanish by themselves are not taken here. Please use one that stays.',
} as const;
export type AddressFault = keyof typeof addressFaults;

export type ParsedAddress =
  | { ok: true; email: string; key: string }
  | { ok: false; fault: AddressFault; reason: string };

const atom = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+$/;
const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * Reads one address, strictly: the dot-atom of RFC 5321, so no quotes, comments, lists or IP literals; a domain with a
 * dot; local part up to 64 bytes, all of it up to 254. `email` has its domain in lower-case ASCII (UTS 46)
 * and its local part as typed; `key` is what makes two addresses the same.
 */
export function parseAddress(text: string): ParsedAddress {
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
  const domain = domainToASCII(trimmed.slice(at + 1)).toLowerCase();
  if (!isHostName(domain)) {
    return refuse('address-domain');
  }
  const email = `${local}@${domain}`;
  if (email.length > 254) return refuse('address-long');
  return { ok: true, email, key: email.toLowerCase() };
}

/**
 * The same for an address that a person types: where the operator wants it, no disposable one.
 * Its list of domains is a megabyte: it is loaded by the first address that needs it.
 */
export async function parseTypedAddress(text: string, refuseDisposable: boolean): Promise<ParsedAddress> {
  const parsed = parseAddress(text);
  if (!parsed.ok || !refuseDisposable) return parsed;
  const { default: checker } = await import('mailchecker');
  const labels = parsed.key.slice(parsed.key.lastIndexOf('@') + 1).split('.');
  const domains = labels.map((_label, index) => labels.slice(index).join('.'));
  return domains.some((domain) => checker.blacklist().has(domain)) ? refuse('address-disposable') : parsed;
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

function refuse(fault: AddressFault): ParsedAddress {
  return { ok: false, fault, reason: addressFaults[fault] };
}
