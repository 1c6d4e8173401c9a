import type { z } from 'zod';
import { ConfigError } from './config-error.ts';
import type { RelayUrl } from './relay-url.ts';
import type { Environment } from './environment.ts';
import {
  renamedSettings,
  secretSettings,
  type Settings,
  settings,
  urlSettings,
} from './settings.ts';
import { splitByCommas } from './validators.ts';

/** The validated settings, and values derived from them. */
export interface Config extends Omit<Settings, 'SMTP_URL' | 'SMTP_URLS'> {
  PUBLIC_URL: string;
  MAIL_FROM: string;
  /** The SMTP servers of SMTP_URL or SMTP_URLS. If empty, all email stays in the local inbox. */
  relays: RelayUrl[];
  /** The paper sources in use: PAPER_SOURCES or its default. */
  sources: string[];
}

/**
 * Reads the settings from an environment. An empty variable counts as unset, except PAPER_SOURCES.
 * @throws ConfigError with one line per invalid setting: the variable, its value unless it is
 *   secret, and what is expected
 */
export function readConfig(env: Environment): Config {
  const given = Object.fromEntries(
    Object.keys(settings.shape)
      .filter((name) => env[name] !== undefined && (env[name] !== '' || name === 'PAPER_SOURCES'))
      .map((name) => [name, env[name]]),
  );
  const parsed = settings.safeParse(given);
  const wrong = [
    ...renamed(env),
    ...(parsed.error?.issues ?? []).map((issue) => fault(given, issue)),
  ];
  if (!parsed.success || wrong.length > 0) throw new ConfigError(wrong);
  const refused = [...contradictionsIn(parsed.data), ...missingIn(parsed.data)];
  if (refused.length > 0) throw new ConfigError(refused);
  return withDefaults(parsed.data);
}

function withDefaults(config: Settings): Config {
  const { SMTP_URL: relay, SMTP_URLS: relays, ...rest } = config;
  const { HOST: host, PORT: port } = rest;
  return {
    ...rest,
    PUBLIC_URL: config.PUBLIC_URL ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    MAIL_FROM: config.MAIL_FROM ?? `${config.SITE_NAME} <papers@localhost>`,
    relays: relays ?? (relay === undefined || relay === 'inbox' ? [] : [{ url: relay, weight: 1 }]),
    sources: sourcesOf(config),
  };
}

function sourcesOf({
  PAPER_SOURCES: sources,
  SMTP_URL: relay,
  SMTP_URLS: relays,
  NODE_ENV: mode,
}: Settings): string[] {
  if (sources !== undefined) return splitByCommas(sources);
  return relay === undefined && relays === undefined && mode !== 'production' ? ['sample'] : [];
}

/** The settings that production requires, with an example of each. */
const required = [
  ['PUBLIC_URL', 'https://papers.example.org'],
  ['MAIL_FROM', 'Daily Papers <papers@example.org>'],
  ['SMTP_URL', 'smtp://user:password@relay.example.org:587, or the word inbox'],
] as const;

function missingIn(config: Settings): string[] {
  if (config.NODE_ENV !== 'production') return [];
  return required
    .filter(([name]) => config[name] === undefined)
    .filter(([name]) => name !== 'SMTP_URL' || config.SMTP_URLS === undefined)
    .map(
      ([name, example]) =>
        `${name} is not set, but NODE_ENV=production requires it; expected a value such as ${example}`,
    );
}

function contradictionsIn(config: Settings): string[] {
  const found: string[] = [];
  if (config.SMTP_URL !== undefined && config.SMTP_URLS !== undefined)
    found.push(
      'SMTP_URL and SMTP_URLS are both set: list every relay in SMTP_URLS and remove SMTP_URL',
    );
  if (config.DATABASE_DIRECT_URL !== undefined && config.DATABASE_URL === undefined)
    found.push('DATABASE_DIRECT_URL is set without DATABASE_URL: set both, or only DATABASE_URL');
  return found;
}

function renamed(env: Environment): string[] {
  return Object.entries(renamedSettings).flatMap(([from, to]) =>
    env[from] === undefined || env[from] === '' ? [] : [`${from} is now ${to}: rename it`],
  );
}

function fault(given: Environment, issue: z.core.$ZodIssue): string {
  const name = String(issue.path[0]);
  const got = shown(name, given[name] ?? '');
  const expected =
    issue.code === 'invalid_value'
      ? `${issue.path.length > 1 ? 'any' : 'one'} of ${issue.values.map(String).join(', ')}`
      : issue.message;
  return `${name} is ${got}; expected ${expected}`;
}

/** Stands for a secret value in a message. */
const hidden = 'invalid (value not shown)';

/** A value for messages: the credentials of URLs are hidden, other secrets are not shown at all. */
function shown(name: string, value: string): string {
  if (!secretSettings.has(name)) return JSON.stringify(withoutPasswords(value));
  return urlSettings.has(name) && URL.canParse(value) ? urlWithoutSecrets(name, value) : hidden;
}

/** Hides the passwords of URLs in a setting that normally holds no secret, such as PUBLIC_URL. */
export function withoutPasswords(value: string): string {
  return value.replace(/(:\/\/[^\s/@:]{0,200}):[^\s@]{0,500}@/g, '$1:***@');
}

function urlWithoutSecrets(name: string, value: string): string {
  const url = new URL(value);
  // A password with an unencoded # or / ends up in another part of the URL.
  if (url.hash !== '' || (url.username + url.password === '' && value.includes('@'))) return hidden;
  if (url.password !== '') url.password = '***';
  // Some SMTP servers take a token as the user name.
  if (url.username !== '' && name === 'SMTP_URL') url.username = '***';
  for (const secret of ['password', 'sslpassword', 'pass'])
    if (url.searchParams.has(secret)) url.searchParams.set(secret, '***');
  return JSON.stringify(url.href);
}

/** Whether all email goes to the local inbox. */
export function hasInbox({ relays }: Config): boolean {
  return relays.length === 0;
}

/**
 * Whether the local inbox opens without sign-in. It contains confirmation links, so only this
 * machine may reach it. PUBLIC_URL and TRUST_PROXY reveal a proxy that forwards to a loopback port.
 */
export function showsInbox(config: Config): boolean {
  const { HOST: host, PUBLIC_URL: url, TRUST_PROXY: proxies, NODE_ENV: mode } = config;
  return (
    hasInbox(config) &&
    isLoopback(host) &&
    isLoopback(new URL(url).hostname) &&
    proxies === undefined &&
    mode !== 'production'
  );
}

/** Whether only this machine can be reached under this host name or address. */
export function isLoopback(host: string): boolean {
  return (
    host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host)
  );
}
