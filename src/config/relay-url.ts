import { z } from 'zod';
import { isDecodable } from './validators.ts';

/** An SMTP server, and its share of the connections relative to the other servers. */
export interface RelayUrl {
  url: string;
  weight: number;
}

const relayFormat =
  'smtp://user:password@host:587?weight=1 or smtps://…, separated by commas or line breaks (user and password percent-encoded, weight 1 to 100)';

export const credentialsMessage = 'user and password together, or neither';

/** SMTP servers, separated by commas or white space. */
export const relayUrls = z
  .string()
  .transform((text) => text.split(/[\s,]+/).filter(Boolean))
  .refine((urls) => urls.length > 0 && urls.every(isRelayUrl), { error: relayFormat, abort: true })
  .refine((urls) => urls.every(hasBothOrNoCredentials), { error: credentialsMessage, abort: true })
  .transform((urls) => urls.map(withWeight))
  .refine(areDistinct, 'each host and port once');

function areDistinct(relays: RelayUrl[]): boolean {
  return new Set(relays.map(({ url }) => relayName(url))).size === relays.length;
}

/** SMTP AUTH takes a user name and a password: a URL with only one of them is a mistake. */
export function hasBothOrNoCredentials(text: string): boolean {
  const { username, password } = new URL(text);
  return (username === '') === (password === '');
}

function isRelayUrl(text: string): boolean {
  if (!/^smtps?:\/\/.+$/.test(text) || !isDecodable(text)) return false;
  const { hash, searchParams } = new URL(text);
  const parameters = [...searchParams];
  return (
    hash === '' &&
    parameters.length <= 1 &&
    parameters.every(([name, value]) => name === 'weight' && /^(?:[1-9]\d?|100)$/.test(value))
  );
}

function withWeight(text: string): RelayUrl {
  const url = new URL(text);
  const weight = Number(url.searchParams.get('weight') ?? 1);
  url.search = '';
  return { url: url.href, weight };
}

/**
 * The host and port of an SMTP server. The URL itself holds a password, so this is what is shown.
 */
export function hostAndPort(url: string): { host: string; port: number } {
  const { hostname, port, protocol } = new URL(url);
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (protocol === 'smtps:' ? 465 : 587) : Number(port),
  };
}

/** `host:port` of an SMTP server; an IPv6 address is in brackets. */
export function relayName(url: string): string {
  const { host, port } = hostAndPort(url);
  return `${host.includes(':') ? `[${host}]` : host}:${port}`.toLowerCase();
}
