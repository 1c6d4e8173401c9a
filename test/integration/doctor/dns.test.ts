import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { expect, test } from 'vitest';
import { readConfig } from '../../../src/config/config.ts';
import { examineDns } from '../../../src/doctor/dns.ts';
import { type Zone, startDns } from '../../support/dns.ts';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const short = generateKeyPairSync('rsa', { modulusLength: 1024 });
const tiny = generateKeyPairSync('rsa', { modulusLength: 768 });
const ed = generateKeyPairSync('ed25519');
const pem = ({ privateKey }: { privateKey: KeyObject }) =>
  privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const published = ({ publicKey }: { publicKey: KeyObject }) =>
  `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`;
const publishedEd = `v=DKIM1; k=ed25519; p=${Buffer.from(ed.publicKey.export({ format: 'jwk' }).x ?? '', 'base64url').toString('base64')}`;

/** A correctly configured domain. */
const good: Zone = {
  'example.org': {
    TXT: ['something else', 'v=spf1 include:_spf.relay.example ip4:192.0.2.1 -all'],
    MX: ['mx.example.org'],
  },
  '_spf.relay.example': { TXT: ['v=spf1 a:out.relay.example ~all'] },
  'one._domainkey.example.org': { TXT: [published(rsa)] },
  '_dmarc.example.org': { TXT: ['v=DMARC1; p=none; rua=mailto:dmarc@example.org'] },
  'relay.example': { A: ['192.0.2.1'] },
  '1.2.0.192.in-addr.arpa': { PTR: ['relay.example'] },
};
const env = {
  MAIL_FROM: 'Daily Papers <papers@example.org>',
  SMTP_URL: 'smtp://relay.example',
  DKIM_DOMAIN: 'example.org',
  DKIM_SELECTOR: 'one',
  DKIM_PRIVATE_KEY: pem(rsa),
};

async function examined(change: Zone = {}, settings: Record<string, string> = {}) {
  const DNS_SERVERS = await startDns({ ...good, ...change });
  return examineDns(readConfig({ ...env, ...settings, DNS_SERVERS }));
}

test('accepts a domain that meets the rules of Gmail and Yahoo', async () => {
  const findings = await examined();
  expect(findings.map(({ check, state }) => [check, state])).toEqual(
    ['spf', 'dkim', 'dmarc', 'return-path', 'ptr'].map((check) => [check, 'ok']),
  );
  expect(findings.map(({ what }) => what).join('\n')).toContain('2 of 10 lookups');
});

/** The domain's records with different SPF records. */
const spf = (...records: string[]): Zone => ({
  'example.org': { TXT: records, MX: ['mx.example.org'] },
});
const dkim = (...records: string[]): Zone => ({ 'one._domainkey.example.org': { TXT: records } });
const dmarc = (...records: string[]): Zone => ({ '_dmarc.example.org': { TXT: records } });
const eleven = Array.from({ length: 11 }, (_, n) => `exists:${n}.example.org`).join(' ');

test.each<[string, Zone, string, 'ok' | 'warn' | 'fail', string]>([
  ['no SPF record', spf(), 'spf', 'fail', 'has no SPF record'],
  ['two SPF records', spf('v=spf1 -all', 'v=spf1 mx -all'), 'spf', 'fail', '2 SPF records'],
  ['everybody may send', spf('v=spf1 mx +all'), 'spf', 'fail', '+all'],
  ['all without a sign is +all', spf('v=spf1 all'), 'spf', 'fail', '+all'],
  [
    'an include that lets everybody send',
    {
      ...spf('v=spf1 include:_spf.relay.example -all'),
      '_spf.relay.example': { TXT: ['v=spf1 all'] },
    },
    'spf',
    'fail',
    '_spf.relay.example lets anybody',
  ],
  ['eleven lookups', spf(`v=spf1 ${eleven} -all`), 'spf', 'fail', 'more than 10 lookups'],
  [
    'includes that lead in a circle',
    spf('v=spf1 include:example.org -all'),
    'spf',
    'fail',
    'more than 10 lookups',
  ],
  [
    'an include that leads nowhere',
    spf('v=spf1 include:nowhere.example -all'),
    'spf',
    'fail',
    'nowhere.example, which has no SPF',
  ],
  [
    'an include that nobody answers for, and one after it that is not asked for',
    {
      ...spf('v=spf1 include:silent.example include:nowhere.example -all'),
      'silent.example': 'SERVFAIL',
    },
    'spf',
    'warn',
    'for silent.example',
  ],
  ['nothing said of the others', spf('v=spf1 mx'), 'spf', 'warn', 'no policy for other senders'],
  ['nobody may send', spf('v=spf1 -all'), 'spf', 'fail', 'allows no sender'],
  [
    'nobody of those named',
    spf('v=spf1 -mx ~ip4:192.0.2.1 -all'),
    'spf',
    'fail',
    'allows no sender',
  ],
  ['a redirect', { ...spf('v=spf1 redirect=_spf.relay.example') }, 'spf', 'ok', '2 of 10 lookups'],
  [
    'a macro is not followed',
    spf('v=spf1 include:%{i}._spf.relay.example -all'),
    'spf',
    'ok',
    '1 of 10 lookups',
  ],
  ['a server that does not answer', { 'example.org': 'SERVFAIL' }, 'spf', 'warn', 'ESERVFAIL'],
  ['no key', dkim(), 'dkim', 'fail', 'has no record'],
  [
    'two keys under one selector',
    dkim(published(rsa), published(short)),
    'dkim',
    'fail',
    'has 2 records',
  ],
  ['another key', dkim(published(short)), 'dkim', 'fail', 'does not match DKIM_PRIVATE_KEY'],
  [
    'no key that could be one',
    dkim('v=DKIM1; p=AAAA'),
    'dkim',
    'fail',
    'does not match DKIM_PRIVATE_KEY',
  ],
  [
    'the key as PKCS #1 has it',
    dkim(`p=${rsa.publicKey.export({ type: 'pkcs1', format: 'der' }).toString('base64')}`),
    'dkim',
    'ok',
    'matches the signatures',
  ],
  ['a key that was withdrawn', dkim('v=DKIM1; p='), 'dkim', 'fail', 'revoked'],
  ['only tried out', dkim(`${published(rsa)}; t=y`), 'dkim', 'warn', 't=y'],
  ['no DMARC record', dmarc(), 'dmarc', 'fail', 'no DMARC record'],
  [
    'two DMARC records',
    dmarc('v=DMARC1; p=none', 'v=DMARC1; p=reject'),
    'dmarc',
    'fail',
    '2 records',
  ],
  [
    'a record without a policy',
    dmarc('v=DMARC1; rua=mailto:x@example.org'),
    'dmarc',
    'fail',
    'no valid policy',
  ],
  [
    'no mailbox for bounces',
    { 'example.org': { TXT: ['v=spf1 -all'] } },
    'return-path',
    'fail',
    'does not accept email',
  ],
  [
    'a null MX',
    { 'example.org': { TXT: ['v=spf1 -all'], MX: ['.'] } },
    'return-path',
    'fail',
    'does not accept email',
  ],
  [
    'an address instead of an MX',
    { 'example.org': { TXT: ['v=spf1 -all'], A: ['192.0.2.9'] } },
    'return-path',
    'ok',
    'so bounces arrive',
  ],
  [
    'a relay without a name',
    { '1.2.0.192.in-addr.arpa': {} },
    'ptr',
    'warn',
    'no reverse DNS name (PTR)',
  ],
])('%s', async (_name, change, check, state, words) => {
  const found = (await examined(change)).filter((finding) => finding.check === check);
  expect(found).toMatchObject([{ state, what: expect.stringContaining(words) }]);
  expect(found.map(({ fix }) => fix === null)).toEqual([state === 'ok']);
});

test('looks up every selector and reports a weak key', async () => {
  const both = { DKIM_SELECTOR: 'one,two', DKIM_PRIVATE_KEY: `${pem(short)},${pem(ed)}` };
  const keys = {
    'one._domainkey.example.org': { TXT: [published(short)] },
    'two._domainkey.example.org': { TXT: [publishedEd] },
  };
  const of = async (zone: Zone, settings: Record<string, string>) =>
    (await examined(zone, settings))
      .filter(({ check }) => check === 'dkim')
      .map(({ state, what }) => [state, what]);
  expect(await of(keys, both)).toEqual([
    ['warn', expect.stringContaining('1024 bits')],
    ['ok', expect.stringContaining('two._domainkey.example.org matches')],
  ]);
  const alone = { DKIM_SELECTOR: 'two', DKIM_PRIVATE_KEY: pem(ed) };
  expect(await of(keys, alone)).toEqual([
    ['ok', expect.anything()],
    ['warn', expect.stringContaining('Ed25519')],
  ]);
  const weak = { DKIM_PRIVATE_KEY: pem(tiny) };
  expect(await of({ 'one._domainkey.example.org': { TXT: [published(tiny)] } }, weak)).toEqual([
    ['fail', expect.stringContaining('768 bits')],
  ]);
});

test('reports unsigned emails, but the relay may sign them', async () => {
  const { MAIL_FROM, SMTP_URL } = env;
  const DNS_SERVERS = await startDns(good);
  const findings = await examineDns(readConfig({ MAIL_FROM, SMTP_URL, DNS_SERVERS }));
  expect(findings).toContainEqual(expect.objectContaining({ check: 'dkim', state: 'warn' }));
  expect(findings).toContainEqual(
    expect.objectContaining({
      check: 'dmarc',
      state: 'ok',
      what: expect.stringContaining('by SPF'),
    }),
  );
});

test.each<[string, Record<string, string>, string, 'ok' | 'fail']>([
  [
    'a signature of the domain above',
    { MAIL_FROM: 'p@news.example.org', RETURN_PATH_DOMAIN: 'bounces.relay.example' },
    'v=DMARC1; p=reject',
    'ok',
  ],
  [
    'bounces of a sister, and a relay that signs for itself',
    {
      MAIL_FROM: 'p@news.example.org',
      RETURN_PATH_DOMAIN: 'bounces.example.org',
      DKIM_DOMAIN: 'relay.example',
    },
    'v=DMARC1; p=reject',
    'ok',
  ],
  [
    'both of others',
    { RETURN_PATH_DOMAIN: 'bounces.relay.example', DKIM_DOMAIN: 'relay.example' },
    'v=DMARC1; p=none',
    'fail',
  ],
  [
    'strict, and below',
    { MAIL_FROM: 'p@news.example.org', RETURN_PATH_DOMAIN: 'bounces.example.org' },
    'v=DMARC1; p=none; aspf=s; adkim=s',
    'fail',
  ],
])('alignment: %s', async (_name, settings, record, state) => {
  const found = await examined({ '_dmarc.example.org': { TXT: [record] } }, settings);
  expect(found.filter(({ check }) => check === 'dmarc')).toMatchObject([{ state }]);
});

test('treats domains of two owners under a country suffix as different organizations', async () => {
  const zone = { '_dmarc.papers.co.uk': { TXT: ['v=DMARC1; p=none'] } };
  const settings = {
    MAIL_FROM: 'p@papers.co.uk',
    RETURN_PATH_DOMAIN: 'relay.co.uk',
    DKIM_DOMAIN: 'other.co.uk',
  };
  expect(await examined(zone, settings)).toContainEqual(
    expect.objectContaining({ check: 'dmarc', state: 'fail' }),
  );
});

test.each<[string, string, 'ok' | 'fail']>([
  ['papers.abc.ai', 'bounces.abc.ai', 'ok'],
  ['a.govt.nz', 'b.govt.nz', 'fail'],
  ['news.a.govt.nz', 'bounces.a.govt.nz', 'ok'],
  ['ada.github.io', 'bob.github.io', 'fail'],
  ['ada.github.io', 'github.io', 'fail'],
])(
  'compares organizations by the public suffix list: %s and %s',
  async (from, returnPath, state) => {
    const zone = { [`_dmarc.${from}`]: { TXT: ['v=DMARC1; p=none'] } };
    const settings = {
      MAIL_FROM: `p@${from}`,
      RETURN_PATH_DOMAIN: returnPath,
      DKIM_DOMAIN: 'relay.example',
    };
    expect(await examined(zone, settings)).toContainEqual(
      expect.objectContaining({ check: 'dmarc', state }),
    );
  },
);

test('ignores the DMARC record of a public suffix', async () => {
  const zone = { '_dmarc.github.io': { TXT: ['v=DMARC1; p=none'] } };
  const settings = { MAIL_FROM: 'p@ada.github.io', RETURN_PATH_DOMAIN: 'ada.github.io' };
  expect(await examined(zone, settings)).toContainEqual(
    expect.objectContaining({ check: 'dmarc', what: expect.stringContaining('no DMARC record') }),
  );
});
