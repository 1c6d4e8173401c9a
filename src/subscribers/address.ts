import { domainToASCII } from 'node:url';

export type ParsedAddress = { ok: true; email: string; key: string } | { ok: false; reason: string };

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
  if (trimmed === '') return refuse('Please type an email address.');
  if (at < 1) return refuse('An email address has a name, an @ and a domain, such as ada@example.org.');
  if (/[\s,;<>()"\\[\]]/.test(trimmed)) {
    return refuse('Please type one plain address, without spaces, commas, quotes or brackets.');
  }
  const local = trimmed.slice(0, at);
  if (local.length > 64) return refuse('The part before the @ is longer than 64 characters.');
  if (!local.split('.').every((part) => atom.test(part))) {
    return refuse('The part before the @ has a character or a dot that mail servers do not accept.');
  }
  const domain = domainToASCII(trimmed.slice(at + 1)).toLowerCase();
  if (!isHostName(domain)) {
    return refuse('The part after the @ is no domain name, such as example.org.');
  }
  const email = `${local}@${domain}`;
  if (email.length > 254) return refuse('The address is longer than 254 characters.');
  return { ok: true, email, key: email.toLowerCase() };
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

function refuse(reason: string): ParsedAddress {
  return { ok: false, reason };
}
