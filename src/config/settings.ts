import { z } from 'zod';
import { databaseUrl } from './database-url.ts';
import { hasBothOrNoCredentials, relayUrls, credentialsMessage } from './relay-url.ts';
import {
  clockTime,
  domain,
  duration,
  emailAddress,
  fileUrl,
  hostName,
  httpUrl,
  integer,
  isDecodable,
  isDnsServer,
  isVerificationKey,
  list,
  mailbox,
  network,
  timezone,
} from './validators.ts';

const roles = ['web', 'scheduler', 'sender'] as const;

const imapUrl = 'imaps://user:password@host/INBOX (user and password percent-encoded), or imap://…';

/** Every setting: its schema and default, with its meaning as the description. */
export const settings = z.object({
  NODE_ENV: z
    .enum(['development', 'production', 'test'])
    .default('development')
    .describe('In production, PUBLIC_URL, MAIL_FROM and SMTP_URL (or SMTP_URLS) are required'),
  HOST: hostName.default('127.0.0.1').describe('Address that the web server listens on'),
  PORT: integer(0, 65535)
    .default(3000)
    .describe('Port that the web server listens on; 0 picks a free one'),
  PUBLIC_URL: httpUrl
    .optional()
    .describe(
      'URL under which readers reach this server; all links start with it. Default: http://HOST:PORT',
    ),
  TRUST_PROXY: list(network)
    .optional()
    .describe('Addresses or CIDR ranges of your reverse proxies, separated by commas'),
  ROLES: list(z.enum(roles, 'web, scheduler or sender, separated by commas'))
    .default([...roles])
    .describe('What this process does, separated by commas'),
  DATA_DIR: z
    .string()
    .min(1)
    .default('./data')
    .describe('Folder of the embedded Postgres and, unless JOURNAL_URL is set, of the journal'),
  JOURNAL_URL: fileUrl
    .optional()
    .describe(
      'Folder of the journal of unsubscribes, erasures and suppressions, on storage that all machines share, such as file:///srv/daily-papers/journal. Default: DATA_DIR/journal',
    ),
  JOURNAL_RETENTION: duration
    .default(400 * 86_400_000)
    .describe(
      'How long journal entries are kept; longer than the age of the oldest backup you would restore',
    ),
  DATABASE_URL: databaseUrl
    .optional()
    .describe('Postgres database to use. Default: the embedded one'),
  DATABASE_DIRECT_URL: databaseUrl
    .optional()
    .describe(
      'The same database without PgBouncer, for migrations, locks and notifications. Needed if DATABASE_URL leads to a pooler in transaction mode',
    ),
  DATABASE_CONNECTIONS: integer(3, 100)
    .default(12)
    .describe('Maximum number of connections to Postgres per process'),
  SMTP_URL: z
    .string()
    .regex(/^(inbox|smtps?:\/\/.+)$/, {
      error: 'smtp://user:password@host:587, smtps://…, or the word inbox',
      abort: true,
    })
    .refine((url) => url === 'inbox' || isDecodable(url), {
      error:
        'smtp://user:password@host:587 (user and password percent-encoded), smtps://…, or the word inbox',
      abort: true,
    })
    .refine((url) => url === 'inbox' || /^[^?#]*$/.test(url), {
      error:
        'a URL without ? and #: a CA of your own goes into NODE_EXTRA_CA_CERTS, the use of TLS into SMTP_TLS',
      abort: true,
    })
    .refine((url) => url === 'inbox' || hasBothOrNoCredentials(url), credentialsMessage)
    .optional()
    .describe(
      'Mail relay. `inbox` (the default outside production) keeps all email in the local inbox at /inbox',
    ),
  SMTP_URLS: relayUrls
    .optional()
    .describe(
      'Several mail relays instead of SMTP_URL, separated by commas or line breaks; `?weight=3` gives one three times the connections of another',
    ),
  SMTP_WARM_UP: list(z.string().regex(/^[1-9]\d{0,8}$/, 'numbers of messages such as 50,100,200'))
    .transform((ceilings) => ceilings.map(Number))
    .optional()
    .describe(
      'Maximum messages per relay on its first, second, third day and so on, separated by commas, such as 50,100,200,500; days are counted from the first message, in DIGEST_TIMEZONE; no limit after the last',
    ),
  SENDER_PROCESSES: integer(1, 64)
    .optional()
    .describe('Number of sender processes, including this one. Default: one per two cores'),
  SMTP_CONNECTIONS: integer(1, 200)
    .default(32)
    .describe('Connections to the relay per sender process'),
  SMTP_MESSAGES_PER_CONNECTION: integer(1, 1_000_000)
    .default(1000)
    .describe('Messages after which a connection is closed and replaced'),
  SMTP_TLS: z
    .enum(['off', 'opportunistic', 'required'])
    .default('opportunistic')
    .describe(
      'STARTTLS with smtp://: off, opportunistic or required. Unless it is off, a password is only sent encrypted, or to this machine',
    ),
  SMTP_RATE: integer(0, 1_000_000)
    .default(0)
    .describe('Maximum messages per second for the whole system; 0 means no limit'),
  SMTP_RATE_PER_DAY: integer(0, 100_000_000)
    .default(0)
    .describe('Maximum messages per rolling 24 hours for the whole system; 0 means no limit'),
  SMTP_RATE_PER_DOMAIN: integer(0, 1_000_000)
    .default(0)
    .describe(
      'Maximum messages per second to one recipient domain, for the whole system; 0 means no limit',
    ),
  SMTP_CONNECTIONS_PER_DOMAIN: integer(1, 200)
    .default(16)
    .describe('Maximum connections to one recipient domain per sender process'),
  UNCERTAIN_DELIVERIES: z
    .enum(['resend', 'hold'])
    .default('resend')
    .describe(
      'What to do with a message whose connection was lost before the relay answered: resend it with the same Message-ID, or hold it',
    ),
  MAIL_FROM: mailbox
    .optional()
    .describe('From address of all email. Default: Daily Papers <papers@localhost>'),
  MAIL_REPLY_TO: mailbox.optional().describe('Reply-To address. Default: MAIL_FROM'),
  MAIL_UNSUBSCRIBE: mailbox
    .optional()
    .describe(
      'Address for unsubscribing by email, added to List-Unsubscribe; it must deliver to BOUNCE_IMAP_URL',
    ),
  BOUNCE_IMAP_URL: z
    .string()
    .regex(/^imaps?:\/\/[^/@:]+:[^/@]+@[^/@]+(\/.*)?$/, imapUrl)
    .refine(isDecodable, imapUrl)
    .optional()
    .describe('Mailbox for bounces, complaints and unsubscribe requests; read every five minutes'),
  BOUNCE_SOFT_DAYS: integer(1, 30)
    .default(5)
    .describe('An address is suppressed after soft bounces on this many days within 30'),
  SES_TOPIC_ARN: list(
    z
      .string()
      .regex(/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/, 'the ARN of an SNS topic'),
  )
    .optional()
    .describe('SNS topics of Amazon SES that POST /webhooks/ses accepts, separated by commas'),
  MAILGUN_SIGNING_KEY: z
    .string()
    .min(8, 'the HTTP webhook signing key')
    .optional()
    .describe('Signing key of Mailgun; enables POST /webhooks/mailgun'),
  POSTMARK_WEBHOOK_AUTH: z
    .string()
    .regex(/^[^:]+:.{8,}$/, 'user:password, the password of at least 8 characters')
    .optional()
    .describe('user:password that Postmark sends; enables POST /webhooks/postmark'),
  SENDGRID_PUBLIC_KEY: z
    .string()
    .refine(isVerificationKey, 'the verification key of the signed event webhook (base64)')
    .optional()
    .describe(
      'Verification key of SendGrid’s signed event webhook; enables POST /webhooks/sendgrid',
    ),
  RETURN_PATH_DOMAIN: domain
    .optional()
    .describe('Domain of the return path. Default: the domain of MAIL_FROM'),
  ALERT_TO: emailAddress
    .optional()
    .describe(
      'Address that gets an alert when something needs attention: a digest that is paused, skipped, late or waiting, too many bounces or rejections, an unreachable relay, unusually many sign-ups',
    ),
  POSTAL_ADDRESS: z
    .string()
    .max(300)
    .optional()
    .describe('Your postal address, shown at the end of every email'),
  DNS_SERVERS: list(
    z
      .string()
      .refine(
        isDnsServer,
        'addresses such as 192.0.2.53 or [2001:db8::53]:5353, separated by commas',
      ),
  )
    .optional()
    .describe('DNS servers for `daily-papers doctor`. Default: those of this machine'),
  DKIM_DOMAIN: domain.optional().describe('Domain (d=) of the DKIM signature'),
  DKIM_SELECTOR: list(z.string().regex(/^[a-z0-9._-]+$/i, 'a selector such as papers2026'))
    .optional()
    .describe('Selector (s=); two selectors, separated by a comma, sign with two keys'),
  DKIM_PRIVATE_KEY: z
    .string()
    .optional()
    .describe(
      'Private key (RSA or Ed25519) as PEM or as the path of a file; two, separated by a comma, for two selectors',
    ),
  SECRET_KEY: z
    .string()
    .min(32, 'at least 32 characters')
    .optional()
    .describe('Key that signs links. Default: generated once and stored in Postgres'),
  ADMIN_API_KEY: z
    .string()
    .min(16, 'at least 16 characters')
    .optional()
    .describe('An API key with every scope'),
  SESSION_IDLE_TIMEOUT: duration
    .default(12 * 3_600_000)
    .describe('Operators are signed out after this long without activity'),
  SESSION_LIFETIME: duration
    .default(14 * 86_400_000)
    .describe('Operators are signed out this long after signing in'),
  PAPER_SOURCES: z
    .string()
    .regex(/^(\s*[a-z]+(:[^\s,]*)?\s*(,|$))*$/, 'sources such as huggingface,arxiv:cs.CL+cs.LG')
    .optional()
    .describe(
      'Paper sources, separated by commas: huggingface, arxiv:cs.CL+cs.LG, biorxiv:neuroscience, medrxiv:oncology, openreview:VENUE, rss:URL, atom:URL, jsonfeed:URL, sample. Empty: imports only. Default: sample outside production while no relay is set, else none',
    ),
  HUGGINGFACE_URL: httpUrl
    .default('https://huggingface.co')
    .describe('Base URL of the Hugging Face API'),
  ARXIV_API_URL: httpUrl
    .default('https://export.arxiv.org/api/query')
    .describe('URL of the arXiv API'),
  ARXIV_RSS_URL: httpUrl
    .default('https://rss.arxiv.org/rss')
    .describe('URL of the arXiv RSS feeds, which are read after the API'),
  BIORXIV_API_URL: httpUrl
    .default('https://api.biorxiv.org')
    .describe('Base URL of the API of bioRxiv and medRxiv'),
  OPENREVIEW_API_URL: httpUrl
    .default('https://api2.openreview.net')
    .describe('Base URL of the OpenReview API'),
  SOURCE_CONTACT: z
    .string()
    .regex(/^[\x20-\x7e]{1,200}$/, 'an email address or URL, without line breaks')
    .optional()
    .describe('Contact in the User-Agent sent to sources. Default: PUBLIC_URL'),
  DIGEST_TIME: clockTime
    .default('08:00')
    .describe(
      'Time at which the digest is composed; readers who chose no time get it at this time in their time zone',
    ),
  DIGEST_TIMEZONE: timezone.default('UTC').describe('Time zone of DIGEST_TIME'),
  DIGEST_PAPERS: integer(1, 50).default(10).describe('Number of papers in a digest'),
  DIGEST_WINDOW: integer(1, 14)
    .default(3)
    .describe('Days of papers that a daily digest may contain, up to its own date'),
  DIGEST_EXPIRES: duration
    .default(20 * 3_600_000)
    .describe('How long after its due time a delivery expires'),
  DIGEST_CATCH_UP: duration
    .default(6 * 3_600_000)
    .describe('How late a digest may still be composed'),
  SITE_NAME: z
    .string()
    .regex(/^\P{Cc}{1,60}$/u, 'a name of 1 to 60 characters')
    .default('Daily Papers')
    .describe('Name shown on pages and in email'),
  SUBSCRIBE_RATE: integer(1, 100_000)
    .default(30)
    .describe('Maximum subscribe requests per minute and client'),
  CONFIRMATIONS_PER_HOUR: integer(1, 1_000_000)
    .default(2000)
    .describe(
      'Maximum confirmation emails per hour that visitors request; more are sent later, within a day',
    ),
  REFUSE_DISPOSABLE: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true')
    .describe('Refuse addresses at disposable mailbox providers'),
  SEARCH_RATE: integer(1, 100_000)
    .default(600)
    .describe('Maximum searches and uncached pages per minute and client'),
  METRICS_TOKEN: z
    .string()
    .min(16, 'at least 16 characters')
    .optional()
    .describe('Bearer token for GET /metrics on PORT, which is disabled without it'),
  METRICS_PORT: integer(1, 65_535)
    .optional()
    .describe('Port on 127.0.0.1 that serves /metrics without a token'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('Minimum level of log lines: fatal, error, warn, info, debug, trace or silent'),
});

export type Settings = z.output<typeof settings>;

/** Settings that hold secrets: messages never repeat their values. */
export const secretSettings: ReadonlySet<string> = new Set([
  'DATABASE_URL',
  'DATABASE_DIRECT_URL',
  'SMTP_URL',
  'SMTP_URLS',
  'BOUNCE_IMAP_URL',
  'MAILGUN_SIGNING_KEY',
  'POSTMARK_WEBHOOK_AUTH',
  'SECRET_KEY',
  'ADMIN_API_KEY',
  'METRICS_TOKEN',
  'DKIM_PRIVATE_KEY',
]);

/** Secret settings that are URLs: the password is the secret. */
export const urlSettings: ReadonlySet<string> = new Set([
  'DATABASE_URL',
  'DATABASE_DIRECT_URL',
  'SMTP_URL',
  'BOUNCE_IMAP_URL',
]);

/** Settings of earlier versions, and their current names. */
export const renamedSettings: Readonly<Record<string, string>> = {
  UNCERTAIN: 'UNCERTAIN_DELIVERIES',
  ADMIN_IDLE: 'SESSION_IDLE_TIMEOUT',
  ADMIN_SIGNED_IN: 'SESSION_LIFETIME',
};
