import { createPublicKey } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import { isTimeZone } from '../lib/dates.ts';
import { reasonOf } from '../lib/errors/reason.ts';

/** `HH:MM`, 00:00 to 23:59. */
const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time such as 08:00');

const timezone = z.string().refine(isTimeZone, 'an IANA time zone such as Europe/Berlin');

const integer = (min: number, max: number) =>
  z.coerce
    .number(`a whole number from ${min} to ${max}`)
    .int(`a whole number from ${min} to ${max}`)
    .min(min, `a whole number from ${min} to ${max}`)
    .max(max, `a whole number from ${min} to ${max}`);

/** `90`, `90s`, `20m`, `20h`, `7d`: a duration, kept in milliseconds. */
const duration = z
  .string()
  .regex(/^0*[1-9]\d{0,5}(s|m|h|d)?$/, 'a duration such as 90s, 20m, 20h or 7d')
  .transform(milliseconds);

const httpUrl = z
  .url({ protocol: /^https?$/, error: 'an http or https URL' })
  .regex(/^[^?#]*$/, 'an http or https URL without ? and #')
  .transform((url) => url.replace(/\/+$/, ''));

const mailbox = z
  .string()
  .regex(
    /^(?:[^<>\p{Cc}"]{1,200}<[^\s<>@,;:"]{1,64}@[^\s<>@,;:"]{1,253}>|[^\s<>@,;:"]{1,64}@[^\s<>@,;:"]{1,253})$/u,
    'an address such as Daily Papers <papers@example.org>',
  );

const domain = z.string().regex(/^(?!.*\.\.)[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/i, 'a domain');

/** `10.0.0.1`, `fd00::/8`, or a name that Fastify has for such a range. */
const proxy = z.string().refine(isNetwork, 'addresses or CIDR ranges, separated by commas');

const roles = ['web', 'scheduler', 'sender'] as const;

const list = <T extends z.ZodType<string, string>>(item: T) =>
  z
    .string()
    .transform((text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean),
    )
    .pipe(z.array(item).min(1, 'one at least'));

/** A URL whose user, password and path can be decoded. */
function isReadable(text: string): boolean {
  try {
    const { username, password, pathname } = new URL(text);
    decodeURIComponent(username + password + pathname);
    return true;
  } catch {
    return false;
  }
}

/** A public key on the curve P-256, as SendGrid shows it. */
function isVerificationKey(text: string): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ec';
  } catch {
    return false;
  }
}

const imapUrl = 'imaps://user:password@host/INBOX (user and password percent-encoded), or imap://…';

/** Every setting: its shape, its default, and (as the description) its meaning and unit. */
export const settings = z.object({
  NODE_ENV: z
    .enum(['development', 'production', 'test'])
    .default('development')
    .describe('production: PUBLIC_URL, MAIL_FROM and SMTP_URL are required'),
  HOST: z
    .string()
    .refine((host) => isIP(host) !== 0 || /^(?!\d+(\.\d+)*$)[a-z0-9.-]+$/i.test(host), 'an address or a host name')
    .default('127.0.0.1')
    .describe('Address the web server listens on'),
  PORT: integer(0, 65535).default(3000).describe('Port the web server listens on; 0: a free one'),
  PUBLIC_URL: httpUrl
    .optional()
    .describe('Where readers reach this server; links in mails start with it. Default: http://HOST:PORT'),
  TRUST_PROXY: list(proxy)
    .optional()
    .describe('Addresses or CIDR ranges of the reverse proxies in front, separated by commas'),
  ROLES: list(z.enum(roles, 'web, scheduler or sender, separated by commas'))
    .default([...roles])
    .describe('What this process does: web, scheduler, sender'),
  DATA_DIR: z.string().min(1).default('./data').describe('Folder of the embedded Postgres'),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'a URL such as postgresql://user:password@host:5432/name' })
    .optional()
    .describe('Postgres to use in place of the embedded one'),
  DATABASE_CONNECTIONS: integer(4, 100).default(12).describe('Connections to Postgres that one process opens at most'),
  SMTP_URL: z
    .string()
    .regex(/^(inbox|smtps?:\/\/.+)$/, 'smtp://user:password@host:587, smtps://…, or the word inbox')
    .refine(
      (url) => url === 'inbox' || isReadable(url),
      'smtp://user:password@host:587 (user and password percent-encoded), smtps://…, or the word inbox',
    )
    .optional()
    .describe('Relay that carries the mails; inbox (the default outside production): the local inbox under /inbox'),
  SENDER_PROCESSES: integer(1, 64)
    .optional()
    .describe('Processes that send where the sender role is on, this one among them. Default: one for every two cores'),
  SMTP_CONNECTIONS: integer(1, 200).default(32).describe('Connections to the relay that one sender keeps open'),
  SMTP_MESSAGES_PER_CONNECTION: integer(1, 1_000_000)
    .default(1000)
    .describe('Mails after which a connection is replaced'),
  SMTP_TLS: z
    .enum(['off', 'opportunistic', 'required'])
    .default('opportunistic')
    .describe('STARTTLS on smtp://: off, opportunistic, required'),
  SMTP_RATE: integer(0, 1_000_000).default(0).describe('Mails per second for the whole system; 0: no limit'),
  SMTP_RATE_PER_DAY: integer(0, 100_000_000)
    .default(0)
    .describe('Mails per rolling 24 hours for the whole system; 0: no limit'),
  SMTP_RATE_PER_DOMAIN: integer(0, 1_000_000)
    .default(0)
    .describe('Mails of a digest per second to one recipient domain, for the whole system; 0: no limit'),
  SMTP_CONNECTIONS_PER_DOMAIN: integer(1, 200)
    .default(16)
    .describe('Mails to one recipient domain that one sender has under way at a time'),
  UNCERTAIN: z
    .enum(['resend', 'hold'])
    .default('resend')
    .describe(
      'A mail whose connection died before the answer: resend it (same Message-ID) or hold it for the operator',
    ),
  MAIL_FROM: mailbox.optional().describe('Sender of every mail. Default: Daily Papers <papers@localhost>'),
  MAIL_REPLY_TO: mailbox.optional().describe('Where answers of readers go. Default: MAIL_FROM'),
  MAIL_UNSUBSCRIBE: mailbox
    .optional()
    .describe('Address for unsubscribing by mail, added to List-Unsubscribe; its mails must reach BOUNCE_IMAP_URL'),
  BOUNCE_IMAP_URL: z
    .string()
    .regex(/^imaps?:\/\/[^/@]+:[^/@]+@[^/@]+(\/.*)?$/, imapUrl)
    .refine(isReadable, imapUrl)
    .optional()
    .describe('Mailbox that bounces, complaints and unsubscribe mails arrive in; read every five minutes'),
  BOUNCE_SOFT_DAYS: integer(1, 30)
    .default(5)
    .describe('An address is given up after soft bounces of mails of so many days within 30'),
  SES_TOPIC_ARN: list(
    z.string().regex(/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/, 'the ARN of an SNS topic'),
  )
    .optional()
    .describe('SNS topics of Amazon SES that POST /webhooks/ses takes events of, separated by commas'),
  MAILGUN_SIGNING_KEY: z
    .string()
    .min(8, 'the HTTP webhook signing key')
    .optional()
    .describe('Signing key of Mailgun; opens POST /webhooks/mailgun'),
  POSTMARK_WEBHOOK_AUTH: z
    .string()
    .regex(/^[^:]+:.{8,}$/, 'user:password, the password of at least 8 characters')
    .optional()
    .describe('user:password that Postmark sends; opens POST /webhooks/postmark'),
  SENDGRID_PUBLIC_KEY: z
    .string()
    .refine(isVerificationKey, 'the verification key of the signed event webhook (base64)')
    .optional()
    .describe('Verification key of SendGrid’s signed event webhook; opens POST /webhooks/sendgrid'),
  RETURN_PATH_DOMAIN: domain.optional().describe('Domain of the bounce addresses. Default: the domain of MAIL_FROM'),
  ALERT_TO: z
    .string()
    .regex(/^[^\s<>@,;:"]{1,64}@[^\s<>@,;:"]{1,253}$/, 'an address such as operator@example.org')
    .optional()
    .describe('Address that is told when a digest was paused, skipped or late, or when no relay was reached'),
  POSTAL_ADDRESS: z.string().max(300).optional().describe('Postal address of the sender, in the foot of every digest'),
  DNS_SERVERS: list(
    z.string().refine(isDnsServer, 'addresses such as 192.0.2.53 or [2001:db8::53]:5353, separated by commas'),
  )
    .optional()
    .describe('DNS servers that `daily-papers doctor` asks. Default: those of this machine'),
  DKIM_DOMAIN: domain.optional().describe('Domain (d=) of the DKIM signature'),
  DKIM_SELECTOR: list(z.string().regex(/^[a-z0-9._-]+$/i, 'a selector'))
    .optional()
    .describe('Selector (s=); two, separated by a comma, sign with two keys'),
  DKIM_PRIVATE_KEY: z
    .string()
    .optional()
    .describe(
      'PEM of the private key (RSA or Ed25519) or the path of its file; two, separated by a comma, for two selectors',
    ),
  SECRET_KEY: z
    .string()
    .min(32, 'at least 32 characters')
    .optional()
    .describe('Signs the links in mails. Default: made once, kept in Postgres'),
  ADMIN_API_KEY: z.string().min(16, 'at least 16 characters').optional().describe('A key for the API with every scope'),
  ADMIN_IDLE: duration.default(12 * 3_600_000).describe('An operator who does nothing for so long is signed out (12h)'),
  ADMIN_SIGNED_IN: duration
    .default(14 * 86_400_000)
    .describe('An operator is signed out this long after signing in, whatever they do (14d)'),
  PAPER_SOURCES: z
    .string()
    .regex(/^(\s*[a-z]+(:[^\s,]*)?\s*(,|$))*$/, 'such as huggingface,arxiv:cs.CL+cs.LG')
    .optional()
    .describe(
      'Where papers come from: huggingface, arxiv:cs.CL+cs.LG, sample. Empty: imports only. Unset on a laptop: sample',
    ),
  HUGGINGFACE_URL: httpUrl.default('https://huggingface.co').describe('Base URL of the Hugging Face API'),
  ARXIV_API_URL: httpUrl.default('https://export.arxiv.org/api/query').describe('URL of the arXiv API'),
  ARXIV_RSS_URL: httpUrl
    .default('https://rss.arxiv.org/rss')
    .describe('URL of the arXiv RSS feeds, asked when the API fails'),
  SOURCE_CONTACT: z
    .string()
    .regex(/^[\x20-\x7e]{1,200}$/, 'an address of mail or web, without line breaks')
    .optional()
    .describe('Contact in the User-Agent that sources see. Default: PUBLIC_URL'),
  DIGEST_TIME: clockTime
    .default('08:00')
    .describe('When the digest of the day is composed, and due for readers without a choice'),
  DIGEST_TIMEZONE: timezone.default('UTC').describe('Time zone of DIGEST_TIME'),
  DIGEST_PAPERS: integer(1, 50).default(10).describe('Papers in the issue'),
  DIGEST_EXPIRES: duration
    .default(20 * 3_600_000)
    .describe('A delivery is given up this long after its due time (20h)'),
  DIGEST_CATCH_UP: duration.default(6 * 3_600_000).describe('A digest is composed at most this late (6h)'),
  SITE_NAME: z
    .string()
    .regex(/^\P{Cc}{1,60}$/u, 'a name of 1 to 60 characters')
    .default('Daily Papers')
    .describe('Name on pages and mails'),
  SUBSCRIBE_RATE: integer(1, 100_000).default(30).describe('Subscribe requests per minute and client'),
  REFUSE_DISPOSABLE: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true')
    .describe('true: addresses at domains of throw-away mailboxes cannot subscribe'),
  SEARCH_RATE: integer(1, 100_000).default(600).describe('Searches per minute and client'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('Least level that is logged'),
});

type Settings = z.output<typeof settings>;

/** The checked environment, with what follows from it. */
export interface Config extends Settings {
  PUBLIC_URL: string;
  MAIL_FROM: string;
  SMTP_URL: string;
  /** The sources in use, by `PAPER_SOURCES` or the default. */
  sources: string[];
}

/** Whether mails go to the local inbox. */
export function hasInbox({ SMTP_URL: relay }: Config): boolean {
  return relay === 'inbox';
}

/** Whether its pages are open to everybody: only while this server speaks to nobody but this machine. */
export function showsInbox(config: Config): boolean {
  const { HOST: host } = config;
  return hasInbox(config) && (host === 'localhost' || host === '::1' || host.startsWith('127.'));
}

/** The environment is wrong: one line per fault. */
export class ConfigError extends Error {
  override name = 'ConfigError';
  faults: string[];

  constructor(faults: string[]) {
    super(faults.join('\n'));
    this.faults = faults;
  }
}

/**
 * The environment of this process, with what a `.env` in its folder adds; a variable that is set wins.
 * @throws ConfigError when that file cannot be read
 */
export function environment(file = '.env'): Record<string, string | undefined> {
  return { ...readEnvFile(file), ...process.env };
}

function readEnvFile(file: string): Record<string, string | undefined> {
  if (!existsSync(file)) return {};
  try {
    // An editor may put a byte order mark before the first name.
    return parseEnv(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new ConfigError([`${file} cannot be read: ${reasonOf(error)}`]);
  }
}

/**
 * Names that only `.env` has and that are no setting: slips, or what another program reads.
 * @returns `broken`: how many look like no name, such as the lines of a key without quotes around it; they may be secret
 */
export function unknownNames(file = '.env'): { names: string[]; broken: number } {
  const unknown = Object.keys(readEnvFile(file)).filter(
    (name) => !(name in settings.shape) && process.env[name] === undefined,
  );
  const names = unknown.filter((name) => /^[A-Z][A-Z0-9_]{0,60}$/.test(name));
  return { names, broken: unknown.length - names.length };
}

/**
 * Reads the settings out of an environment. An empty variable counts as unset, except PAPER_SOURCES.
 * @throws ConfigError one line per fault: the variable, what it got, what it takes
 */
export function readConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(
    Object.keys(settings.shape)
      .filter((name) => env[name] !== undefined && (env[name] !== '' || name === 'PAPER_SOURCES'))
      .map((name) => [name, env[name]]),
  );
  const parsed = settings.safeParse(given);
  if (!parsed.success) throw new ConfigError(parsed.error.issues.map((issue) => fault(given, issue)));
  const config = parsed.data;
  const missing = config.NODE_ENV === 'production' ? required.filter((name) => config[name] === undefined) : [];
  if (missing.length > 0) {
    throw new ConfigError(
      missing.map((name) => `${name} is not set: NODE_ENV=production requires it, such as ${examples[name]}`),
    );
  }
  return {
    ...config,
    PUBLIC_URL:
      config.PUBLIC_URL ?? `http://${config.HOST.includes(':') ? `[${config.HOST}]` : config.HOST}:${config.PORT}`,
    MAIL_FROM: config.MAIL_FROM ?? `${config.SITE_NAME} <papers@localhost>`,
    SMTP_URL: config.SMTP_URL ?? 'inbox',
    sources: sourcesOf(config),
  };
}

/** What production requires, and what it may look like. */
const required = ['PUBLIC_URL', 'MAIL_FROM', 'SMTP_URL'] as const;
const examples = {
  PUBLIC_URL: 'https://papers.example.org',
  MAIL_FROM: 'Daily Papers <papers@example.org>',
  SMTP_URL: 'smtp://user:password@relay.example.org:587, or the word inbox',
};

function sourcesOf(config: Settings): string[] {
  if (config.PAPER_SOURCES !== undefined)
    return config.PAPER_SOURCES.split(',')
      .map((name) => name.trim())
      .filter(Boolean);
  return config.SMTP_URL === undefined && config.NODE_ENV !== 'production' ? ['sample'] : [];
}

/** Secrets never reach a message: their value is not repeated. */
const secrets = new Set([
  'DATABASE_URL',
  'SMTP_URL',
  'BOUNCE_IMAP_URL',
  'MAILGUN_SIGNING_KEY',
  'POSTMARK_WEBHOOK_AUTH',
  'SECRET_KEY',
  'ADMIN_API_KEY',
  'DKIM_PRIVATE_KEY',
]);

function fault(given: Record<string, string | undefined>, issue: z.core.$ZodIssue): string {
  const name = String(issue.path[0]);
  const got = secrets.has(name) ? 'a value' : JSON.stringify(given[name]);
  const takes = issue.code === 'invalid_value' ? issue.values.map(String).join(', ') : issue.message;
  return `${name} got ${got}, takes ${takes}`;
}

function isNetwork(text: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(text)) return true;
  const [address = '', bits, ...more] = text.split('/');
  const most = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return more.length === 0 && most > 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most));
}

/** An IP address, with a port where it is not 53: as `dns.setServers` takes it. */
function isDnsServer(text: string): boolean {
  const [, inBrackets, port] = /^\[([^\]]+)\](?::(\d{1,5}))?$/.exec(text) ?? /^([\d.]+):(\d{1,5})$/.exec(text) ?? [];
  return isIP(inBrackets ?? text) !== 0 && Number(port ?? 53) <= 65_535;
}

function milliseconds(text: string): number {
  const unit = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }[text.slice(-1)] ?? 1000;
  return Number.parseInt(text, 10) * unit;
}
