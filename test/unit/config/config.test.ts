import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { envExample } from '../../../scripts/env-example.ts';
import { startFlags } from '../../../scripts/start-flags.ts';
import { isLoopback, readConfig, showsInbox } from '../../../src/config/config.ts';
import { ConfigError } from '../../../src/config/config-error.ts';
import { environment, unknownNames } from '../../../src/config/environment.ts';
import { settings } from '../../../src/config/settings.ts';

function faults(env: Record<string, string>): string[] {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
}

test('a client may subscribe 30 times a minute by default', () => {
  expect(readConfig({}).SUBSCRIBE_RATE).toBe(30);
});

test('.env.example equals the settings', () => {
  expect(readFileSync('.env.example', 'utf8')).toBe(envExample());
});

test('each line of .env.example is a valid value by itself', () => {
  const lines = envExample().match(/^# [A-Z_]+=.*$/gm) ?? [];
  expect(lines.length).toBe(Object.keys(settings.shape).length);
  for (const line of lines) {
    const [name = '', ...value] = line.slice(2).split('=');
    const env = { [name]: value.join('=') };
    expect([env, faults(env)]).toEqual([env, []]);
  }
});

test('every setting has a description', () => {
  for (const [name, schema] of Object.entries(settings.shape))
    expect([name, schema.description]).toEqual([name, expect.stringMatching(/./)]);
});

test('reports an invalid value in one line: the variable, its value, what is expected', () => {
  expect(
    faults({
      PORT: 'eighty',
      DIGEST_TIME: '25:00',
      DIGEST_TIMEZONE: 'Mars/Olympus',
      ROLES: 'web,cook',
    }),
  ).toEqual([
    'PORT is "eighty"; expected a whole number from 0 to 65535',
    'ROLES is "web,cook"; expected any of web, scheduler, sender',
    'DIGEST_TIME is "25:00"; expected a time such as 08:00',
    'DIGEST_TIMEZONE is "Mars/Olympus"; expected an IANA time zone such as Europe/Berlin',
  ]);
});

test.each([
  { TRUST_PROXY: 'the balancer' },
  { TRUST_PROXY: '10.0.0.0/33' },
  { HOST: '999.1.1.1' },
  { ROLES: ',' },
  { MAIL_FROM: 'Daily Papers <papers@example.org' },
  { MAIL_FROM: 'Daily Papers\0 <papers@example.org>' },
  { RETURN_PATH_DOMAIN: 'bounces..example.org' },
  { SITE_NAME: 'Papers\nBcc: eve@example.org' },
  { PUBLIC_URL: 'https://papers.example/?utm=1' },
  { PUBLIC_URL: 'https://user:secret@papers.example' },
  { DIGEST_EXPIRES: '0h' },
  { DNS_SERVERS: 'resolver.example.org' },
  { DNS_SERVERS: '192.0.2.53:70000' },
  { SMTP_URL: 'smtp://papers:100%@relay.example.org' },
  { SMTP_URL: 'smtp://:secret@relay.example.org:587' },
  { SMTP_URL: 'smtp://user@relay.example.org:587' },
  { SMTP_URL: 'smtps://relay.example.org/?tls.rejectUnauthorized=false' },
  { SMTP_URLS: 'smtp://user@relay.example.org:587' },
  { SMTP_URLS: 'smtp://user:12#34@relay.example.org:587' },
  { DATABASE_URL: 'postgresql://user:12#3@host/papers' },
  { BOUNCE_IMAP_URL: 'imaps://mail.example.org/' },
  { BOUNCE_IMAP_URL: 'pop3://bounces:secret@mail.example.org' },
  { BOUNCE_IMAP_URL: 'imaps://bounces:secret@mail.example.org/100%' },
  { SES_TOPIC_ARN: 'arn:aws:sqs:eu-west-1:123456789012:bounces' },
  { POSTMARK_WEBHOOK_AUTH: 'a password without a user' },
  { SENDGRID_PUBLIC_KEY: 'MFkwEwYHKoZIzj0CAQYIKoZI' },
  { SMTP_RATE: ' ' },
  { PORT: '0x50' },
])('rejects at start %o, which would only fail later', (env) => {
  expect(faults(env)).toEqual([
    expect.stringMatching(
      `^${Object.keys(env)[0]} is (".*"|invalid \\(value not shown\\)); expected .+`,
    ),
  ]);
});

test.each([
  [
    'postgresql://u:p@h/papers?schema=tenant1',
    '"postgresql://u:***@h/papers?schema=tenant1"',
    'no schema: ',
  ],
  [
    'postgresql://u:p@h/papers?sslmode=on',
    '"postgresql://u:***@h/papers?sslmode=on"',
    'one of these for sslmode: disable, ',
  ],
  [
    'postgresql://u:p@h/papers?sslmode=verify-ca',
    '"postgresql://u:***@h/papers?sslmode=verify-ca"',
    'sslrootcert, ',
  ],
  [
    'postgresql://u:p@h/papers?sslcert=/x',
    '"postgresql://u:***@h/papers?sslcert=/x"',
    'sslcert and sslkey ',
  ],
  [
    'postgresql://u:p@h/papers?ssl=no-verify',
    '"postgresql://u:***@h/papers?ssl=no-verify"',
    'sslmode=… ',
  ],
  [
    'postgresql://u:p@h/papers?pgbouncer=true',
    '"postgresql://u:***@h/papers?pgbouncer=true"',
    'no parameter pgbouncer: ',
  ],
  [
    'postgresql://u:p@h/papers?statement_cache_size=0',
    '"postgresql://u:***@h/papers?statement_cache_size=0"',
    'no parameter statement_cache_size: ',
  ],
  [
    'postgresql://u:p@h/papers?application_name=papers',
    '"postgresql://u:***@h/papers?application_name=papers"',
    'no parameter application_name: ',
  ],
  ['postgresql://u:p@a,b/papers', '"postgresql://u:***@a,b/papers"', 'one host: '],
  ['postgresql://u:100%@h/papers', '"postgresql://u:***@h/papers"', 'a URL such as '],
  ['mysql://u:p@h/papers', '"mysql://u:***@h/papers"', 'a URL such as '],
  ['postgresql://u:p/q@h/papers', 'invalid (value not shown)', 'a URL such as '],
])('DATABASE_URL %s', (url, shown, expected) => {
  expect(faults({ DATABASE_URL: url })).toEqual([
    expect.stringContaining(`DATABASE_URL is ${shown}; expected ${expected}`),
  ]);
});

test('refuses DATABASE_DIRECT_URL without DATABASE_URL, which would be ignored', () => {
  expect(faults({ DATABASE_DIRECT_URL: 'postgres://h/papers' })).toEqual([
    expect.stringContaining('DATABASE_DIRECT_URL is set without DATABASE_URL'),
  ]);
});

test('accepts valid URLs of Postgres', () => {
  for (const DATABASE_URL of [
    'postgres://h/papers',
    'postgresql:///papers?host=/run/postgresql',
    'postgresql://%2Frun%2Fpostgresql/papers',
    'postgresql://u:p%40@[::1]:5433/papers?sslmode=verify-full&sslrootcert=/ca.pem&schema=public',
    'postgresql://u@h/papers?channel_binding=require&connect_timeout=3',
  ])
    expect(faults({ DATABASE_URL })).toEqual([]);
});

test('accepts valid addresses, names and ranges', () => {
  for (const HOST of ['0.0.0.0', '::', '::1', 'localhost', 'web-1'])
    expect(faults({ HOST })).toEqual([]);
  for (const DNS_SERVERS of [
    '192.0.2.53',
    '192.0.2.53:5353',
    '2001:db8::53',
    '[2001:db8::53]:5353, 192.0.2.53',
  ])
    expect(faults({ DNS_SERVERS })).toEqual([]);
  const { TRUST_PROXY } = readConfig({ TRUST_PROXY: '10.0.0.0/8, fd00::/8,loopback,192.168.1.1' });
  expect(TRUST_PROXY).toEqual(['10.0.0.0/8', 'fd00::/8', 'loopback', '192.168.1.1']);
  for (const MAIL_FROM of ['p@example.org', 'Daily Papers <p@example.org>'])
    expect(faults({ MAIL_FROM })).toEqual([]);
});

test('.env adds to the environment, even with a byte order mark, but does not override variables', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'daily-papers-env-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, '.env');
  writeFileSync(
    file,
    '\uFEFFSITE_NAME=Papers # ours\r\nMAIL_FROM=Papers <papers@example.org>\r\nPATH=/nowhere\r\n',
  );
  const env = environment(file);
  expect(env).toMatchObject({
    SITE_NAME: 'Papers',
    MAIL_FROM: 'Papers <papers@example.org>',
    PATH: process.env['PATH'],
  });
  expect(environment(path.join(folder, 'none'))['SITE_NAME']).toBeUndefined();
  expect(() => environment(folder)).toThrow(`${folder} cannot be read: `);
});

test('finds names in .env that are not settings', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'daily-papers-env-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(path.join(folder, '.env'), 'SITE_NAME=Papers\nSMTP_URI=smtp://relay.example.org\n');
  expect(unknownNames(path.join(folder, '.env'))).toEqual({ names: ['SMTP_URI'], broken: 0 });
  expect(unknownNames(path.join(folder, 'none'))).toEqual({ names: [], broken: 0 });
});

test('an unquoted key in .env is not a name, and is not shown', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'daily-papers-env-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const key = [
    '-----BEGIN PRIVATE KEY-----',
    'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC',
    'BKcwggSjAgEAAoIBAQ==',
  ];
  writeFileSync(path.join(folder, '.env'), `DKIM_PRIVATE_KEY=${key.join('\n')}\nPAPERS=1\n`);
  expect(unknownNames(path.join(folder, '.env'))).toEqual({ names: ['PAPERS'], broken: 1 });
});

test('the image starts the same program as npm start', () => {
  const command = ['node', ...startFlags(), 'dist/main.js']
    .map((word) => JSON.stringify(word))
    .join(', ');
  expect(readFileSync('Dockerfile', 'utf8')).toContain(`CMD [${command}]`);
});

test('a renamed setting stops the start, and the error names the new one', () => {
  expect(faults({ ADMIN_IDLE: '2h', UNCERTAIN: 'hold' })).toEqual([
    'UNCERTAIN is now UNCERTAIN_DELIVERIES: rename it',
    'ADMIN_IDLE is now SESSION_IDLE_TIMEOUT: rename it',
  ]);
});

test('a Unicode domain becomes punycode', () => {
  const { MAIL_FROM, PUBLIC_URL, ALERT_TO } = readConfig({
    ALERT_TO: 'operator@bücher.example',
    MAIL_FROM: 'Papers <papers@bücher.example>',
    PUBLIC_URL: 'https://bücher.example',
  });
  expect([MAIL_FROM, PUBLIC_URL, ALERT_TO]).toEqual([
    'Papers <papers@xn--bcher-kva.example>',
    'https://xn--bcher-kva.example',
    'operator@xn--bcher-kva.example',
  ]);
});

test('only addresses of this machine are loopback addresses', () => {
  const hosts = [
    'localhost',
    '127.0.0.1',
    '127.1.2.3',
    '::1',
    '127.example.org',
    '127.0.0.1.nip.io',
  ];
  expect(hosts.map(isLoopback)).toEqual([true, true, true, true, false, false]);
});

test('the program starts with every line of .env.example uncommented', () => {
  const lines = [...readFileSync('.env.example', 'utf8').matchAll(/^# ([A-Z_]+)=(.*)$/gm)];
  expect(lines.length).toBe(Object.keys(settings.shape).length);
  for (const [, name = '', value = ''] of lines) {
    const production = {
      PUBLIC_URL: 'https://papers.example.org',
      MAIL_FROM: 'papers@example.org',
      SMTP_URL: 'smtp://relay.example.org',
    };
    expect([
      name,
      faults({
        ...production,
        [name]: value === '' ? (production[name as 'SMTP_URL'] ?? '') : value,
      }),
    ]).toEqual([name, []]);
  }
});

test.each([
  [{}, true],
  [{ HOST: '0.0.0.0' }, false],
  [{ PUBLIC_URL: 'https://papers.example.org' }, false],
  [{ PUBLIC_URL: 'http://localhost:3000' }, true],
  [{ TRUST_PROXY: 'loopback' }, false],
  [{ SMTP_URL: 'smtp://relay.example.org' }, false],
  [
    {
      NODE_ENV: 'production',
      PUBLIC_URL: 'http://127.0.0.1:3000',
      MAIL_FROM: 'p@example.org',
      SMTP_URL: 'inbox',
    },
    false,
  ],
])('with %o the local inbox opens without sign-in: %s', (env, isOpen) => {
  expect(showsInbox(readConfig(env))).toBe(isOpen);
});

test('an error does not contain the secret', () => {
  const [fault] = faults({ SECRET_KEY: 'hunter2' });
  expect(fault).toBe('SECRET_KEY is invalid (value not shown); expected at least 32 characters');
});

test('production requires PUBLIC_URL, MAIL_FROM and SMTP_URL', () => {
  expect(faults({ NODE_ENV: 'production' }).map((fault) => fault.split(' ')[0])).toEqual([
    'PUBLIC_URL',
    'MAIL_FROM',
    'SMTP_URL',
  ]);
  expect(
    faults({
      NODE_ENV: 'production',
      PUBLIC_URL: 'https://p.example',
      MAIL_FROM: 'p@p.example',
      SMTP_URL: 'inbox',
    }),
  ).toEqual([]);
});

test('uses sample papers only if nothing at all is set', () => {
  expect(readConfig({}).sources).toEqual(['sample']);
  expect(readConfig({ PAPER_SOURCES: '' }).sources).toEqual([]);
  expect(readConfig({ SMTP_URL: 'smtp://relay.example' }).sources).toEqual([]);
  expect(readConfig({ PAPER_SOURCES: 'huggingface,arxiv:cs.CL+cs.LG' }).sources).toEqual([
    'huggingface',
    'arxiv:cs.CL+cs.LG',
  ]);
});
