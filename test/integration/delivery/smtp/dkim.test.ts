import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readConfig } from '../../../../src/config/config.ts';
import { readSigners } from '../../../../src/delivery/smtp/dkim.ts';
import { textOf } from '../../../../src/outbox/rendering.ts';
import { composeMail, fillMail } from '../../../../src/digests/mail/digest-mail.ts';
import { digestOf, poolOf } from '../../../../src/digests/queries.ts';
import { digestTick } from '../../../../src/digests/send/schedule.ts';
import { freshContext } from '../../../support/context.ts';
import { hasPrograms } from '../../../support/programs.ts';
import { addPapers } from '../../../support/readers.ts';

const python = '/usr/bin/python3';

/** The package python3-dkim. */
const hasVerifier = hasPrograms(python, '/usr/lib/python3/dist-packages/dkim');

/**
 * The result of python3-dkim for each signature of a message, with these keys as its DNS records.
 */
function verify(message: string, keys: Record<string, string>): boolean[] {
  const script = `
import sys, json, dkim
message, keys = json.load(sys.stdin)
d = dkim.DKIM(message.encode())
names = [n for n, _ in d.headers]
count = len([n for n in names if n.lower() == b'dkim-signature'])
def verify(i):
    try:
        return d.verify(idx=i, dnsfunc=lambda name, timeout=5: keys[name.decode().rstrip('.')].encode())
    except dkim.ValidationError:
        return False
print(json.dumps([verify(i) for i in range(count)]))
`;
  return JSON.parse(
    execFileSync(python, ['-c', script], { input: JSON.stringify([message, keys]) }).toString(),
  ) as boolean[];
}

const pem = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }).toString();

async function digestMail() {
  const { ctx } = await freshContext();
  await addPapers(ctx, '2026-03-10', [
    {
      title: 'Two  spaces, a trailing one , tabs\tand ünïcode',
      abstract: 'A   b.  \n\n c. '.repeat(30),
      authors: ['Zoë'],
    },
  ]);
  await digestTick(ctx);
  const digest = await digestOf(ctx.db, 'daily', '2026-03-10');
  if (digest === undefined) throw new Error('no digest');
  const mail = await composeMail(ctx, digest, await poolOf(ctx.db, digest.id));
  return fillMail(ctx, mail, { subscriberId: 7, address: 'ada@example.org', moves: 0 });
}

test.skipIf(!hasVerifier)(
  'an independent verifier accepts both signatures, RSA and Ed25519, and detects a change',
  async () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const ed = generateKeyPairSync('ed25519');
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'daily-papers-dkim-')), 'ed.pem');
    writeFileSync(file, pem(ed.privateKey));
    const sign = readSigners(
      readConfig({
        DKIM_DOMAIN: 'papers.example',
        DKIM_SELECTOR: 'one,two',
        DKIM_PRIVATE_KEY: `${pem(rsa.privateKey)},${file}`,
      }),
    );
    const unsigned = await digestMail();
    // Only some emails have a Reply-To; this one has none by default.
    const mail = await sign?.({
      ...unsigned,
      header: `Reply-To: ask@papers.example\r\n${unsigned.header}`,
    });
    const message = mail === undefined ? '' : textOf(mail);
    const der = (key: KeyObject) => key.export({ type: 'spki', format: 'der' }).toString('base64');
    const keys = {
      'one._domainkey.papers.example': `v=DKIM1; k=rsa; p=${der(rsa.publicKey)}`,
      'two._domainkey.papers.example': `v=DKIM1; k=ed25519; p=${Buffer.from(ed.publicKey.export({ format: 'jwk' }).x ?? '', 'base64url').toString('base64')}`,
    };
    expect(verify(message, keys)).toEqual([true, true]);
    const covered = /h=([^;]+);/.exec(message)?.[1]?.split(':') ?? [];
    expect(covered).toEqual([
      'from',
      'from',
      'to',
      'reply-to',
      'subject',
      'date',
      'message-id',
      'list-unsubscribe',
      'list-unsubscribe-post',
      'list-id',
      'feedback-id',
      'auto-submitted',
      'precedence',
      'mime-version',
      'content-type',
    ]);
    for (const [was, is] of [
      ['Subject: ', 'Subject: x'],
      ['From: ', 'From: evil@example.org\r\nFrom: '],
      ['One-Click', 'Two-Click'],
      ['Content-Type: text/html', 'Content-Type: text/plain'],
    ] as const) {
      expect([was, verify(message.replace(was, is), keys)]).toEqual([was, [false, false]]);
    }
  },
);

test('an unreadable key stops the start, and the error does not contain it', () => {
  const config = (keys: string) =>
    readConfig({ DKIM_DOMAIN: 'papers.example', DKIM_SELECTOR: 'one', DKIM_PRIVATE_KEY: keys });
  expect(() => readSigners(config('/no/such/file'))).toThrow(
    /expected the PEM of an RSA or Ed25519 key/,
  );
  // Without a domain, all mail would leave unsigned.
  expect(() => readSigners(readConfig({ DKIM_SELECTOR: 'one' }))).toThrow(/all three or none/);
  expect(() => readSigners(config('a,b'))).toThrow(
    /expected as many as DKIM_SELECTOR has selectors/,
  );
  expect(() => readSigners(config('-----BEGIN hunter2'))).not.toThrow(/hunter2/);
});
