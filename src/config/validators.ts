import { createPublicKey } from 'node:crypto';
import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import { z } from 'zod';
import { isTimeZone } from '../lib/dates.ts';

/** `HH:MM`, 00:00 to 23:59. */
export const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time such as 08:00');

export const timezone = z.string().refine(isTimeZone, 'an IANA time zone such as Europe/Berlin');

export const integer = (min: number, max: number) => {
  const expected = `a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\s*\d{1,9}\s*$/, expected)
    .pipe(z.coerce.number<string>().int().min(min, expected).max(max, expected));
};

/** `90`, `90s`, `20m`, `20h` or `7d`, in milliseconds. */
export const duration = z
  .string()
  .regex(/^0*[1-9]\d{0,5}(s|m|h|d)?$/, 'a duration such as 90s, 20m, 20h or 7d')
  .transform((text) => Number.parseInt(text, 10) * (units[text.slice(-1)] ?? 1000));

const units: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

export const httpUrl = z
  .url({ protocol: /^https?$/, error: 'an http or https URL' })
  .regex(/^[^?#]*$/, 'an http or https URL without ? and #')
  .refine((url) => hasNoCredentials(url), 'an http or https URL without user and password')
  // A Unicode host becomes punycode, as in the links of emails.
  .transform((url) => new URL(url).href.replace(/(?<!\/)\/+$/, ''));

/** A file URL with an absolute path. */
export const fileUrl = z
  .string()
  .regex(/^file:\/\/\/[^?#]+$/, 'a file URL such as file:///srv/daily-papers/journal')
  .refine(isDecodable, 'a file URL whose path can be decoded');

function hasNoCredentials(text: string): boolean {
  const { username, password } = new URL(text);
  return username === '' && password === '';
}

/** An address, with or without a name. A Unicode domain becomes punycode. */
export const mailbox = z
  .string()
  .regex(
    /^(?:[^<>\p{Cc}"]{1,200}<[^\s<>@,;:"]{1,64}@[^\s<>@,;:"]{1,253}>|[^\s<>@,;:"]{1,64}@[^\s<>@,;:"]{1,253})$/u,
    'an address such as Daily Papers <papers@example.org>',
  )
  .transform(withAsciiDomain)
  .refine(
    (text) => /@[a-z0-9.-]+>?$/i.test(text),
    'an address whose domain is valid, such as papers@example.org',
  );

function withAsciiDomain(text: string): string {
  const at = text.lastIndexOf('@');
  const [end, domain] = text.endsWith('>')
    ? ['>', text.slice(at + 1, -1)]
    : ['', text.slice(at + 1)];
  return `${text.slice(0, at)}@${domainToASCII(domain)}${end}`;
}

/** An address without a name. A Unicode domain becomes punycode. */
export const emailAddress = z
  .string()
  .regex(/^[^\s<>@,;:"]{1,64}@[^\s<>@,;:"]{1,253}$/, 'an address such as operator@example.org')
  .transform(withAsciiDomain)
  .refine(
    (text) => /@[a-z0-9.-]+$/i.test(text),
    'an address whose domain is valid, such as operator@example.org',
  );

export const domain = z
  .string()
  .regex(/^(?!.*\.\.)[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/i, 'a domain such as example.org');

export const hostName = z
  .string()
  .refine(
    (host) => isIP(host) !== 0 || (/^[a-z0-9.-]{1,253}$/i.test(host) && !/^[\d.]+$/.test(host)),
    'an address or a host name',
  );

/** Values separated by commas. */
export const list = <T extends z.ZodType<string, string>>(item: T) =>
  z.string().transform(splitByCommas).pipe(z.array(item).min(1, 'at least one value'));

export function splitByCommas(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
}

/** Whether the user, password and path of a URL can be decoded. */
export function isDecodable(text: string): boolean {
  try {
    const { username, password, pathname } = new URL(text);
    decodeURIComponent(username + password + pathname);
    return true;
  } catch {
    return false;
  }
}

/** A public key on the curve P-256, in the format that SendGrid displays. */
export function isVerificationKey(text: string): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' });
    return key.asymmetricKeyDetails?.namedCurve === 'prime256v1';
  } catch {
    return false;
  }
}

/** `10.0.0.1`, `fd00::/8`, or one of Fastify's names for such ranges. */
export const network = z
  .string()
  .refine(isNetwork, 'addresses or CIDR ranges, separated by commas');

function isNetwork(text: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(text)) return true;
  const [address = '', bits, ...more] = text.split('/');
  const maximum = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  const hasBits = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= maximum);
  return more.length === 0 && maximum > 0 && hasBits;
}

/** An IP address, with a port other than 53 if needed, as `dns.setServers` takes it. */
export function isDnsServer(text: string): boolean {
  const [, bracketed, port] =
    /^\[([^\]]+)\](?::(\d{1,5}))?$/.exec(text) ?? /^([\d.]+):(\d{1,5})$/.exec(text) ?? [];
  return isIP(bracketed ?? text) !== 0 && Number(port ?? 53) <= 65_535;
}
