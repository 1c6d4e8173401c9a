import getPort from 'get-port';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { takeMail } from '../../src/bounces/mailbox/take-mail.ts';
import { senderActions } from '../../src/app/sender-actions.ts';
import type { Context } from '../../src/context.ts';
import { sql } from '../../src/db/sql.ts';
import { startSender } from '../../src/delivery/sender.ts';
import { returnPath } from '../../src/mail/return-path.ts';
import type { Claim, OutgoingMail } from '../../src/outbox/rendering.ts';
import { freshContext } from '../support/context.ts';
import { lmtpProgram, startDovecotLmtp } from '../support/mail-servers/dovecot-lmtp.ts';
import { startExim } from '../support/mail-servers/exim.ts';
import { startOpenSmtpd } from '../support/mail-servers/opensmtpd.ts';
import { maximumMessage } from '../support/mail-servers/options.ts';
import { postfixProgram, startPostfix } from '../support/mail-servers/postfix.ts';
import type { MailServer } from '../support/mail-servers/server.ts';
import { plainMail } from '../support/outbox.ts';
import { hasPrograms, unpackedProgram } from '../support/programs.ts';
import { startSink } from '../support/mail-servers/sink.ts';

/** Real servers: `.ci/run` installs postfix and dovecot-lmtpd and unpacks exim4 and opensmtpd. */
const present = hasPrograms(
  postfixProgram,
  lmtpProgram,
  unpackedProgram('usr/sbin/exim4'),
  unpackedProgram('usr/sbin/smtpd'),
);

const servers = { postfix: startPostfix, exim: startExim, opensmtpd: startOpenSmtpd } as const;
type Name = keyof typeof servers;
const names: Name[] = ['postfix', 'exim', 'opensmtpd'];

/** The domain of each server. Dovecot is reached only through the others. */
const domains = {
  postfix: 'postfix.example',
  exim: 'exim.example',
  opensmtpd: 'opensmtpd.example',
  dovecot: 'dovecot.example',
} as const;

/**
 * Starts the environment of a test: servers that relay to each other, and a sink for the messages
 * that arrive.
 */
async function startAll() {
  const sink = await startSink();
  const ports = {
    postfix: await getPort(),
    exim: await getPort(),
    opensmtpd: await getPort(),
    dovecot: await getPort(),
  };
  const routes = (own: Name) =>
    Object.fromEntries(
      Object.entries(domains)
        .filter(([name]) => name !== own)
        .map(([name, domain]) => [
          domain,
          {
            protocol: name === 'dovecot' ? ('lmtp' as const) : ('smtp' as const),
            port: ports[name as keyof typeof ports],
          },
        ]),
    );
  const started = await Promise.allSettled<MailServer>([
    startDovecotLmtp({ domain: domains.dovecot, port: ports.dovecot }),
    ...names.map((name) =>
      servers[name]({
        domain: domains[name],
        port: ports[name],
        sink: sink.port,
        routes: routes(name),
      }),
    ),
  ]);
  const running = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const stop = async () => {
    await Promise.all([...running.map((server) => server.stop()), sink.stop()]);
  };
  const failed = started.find((one) => one.status === 'rejected');
  if (failed === undefined) return { ports, sink, stop };
  await stop();
  throw failed.reason;
}

let world: Awaited<ReturnType<typeof startAll>> | undefined;

/**
 * Returns the size of the digest to an address: too large for readers named `size`, according to
 * the server of the domain.
 */
function sizeOf(address: string): number {
  if (!address.startsWith('size@')) return 512;
  return address.endsWith(domains.dovecot) ? maximumMessage * 0.8 : maximumMessage * 1.2;
}

/** Renders a digest of that size. */
function mailOf(ctx: Context) {
  return (claim: Claim): OutgoingMail => {
    const { digestId, subscriberId } = claim;
    if (digestId === null || subscriberId === null) throw new Error('no delivery');
    const length = sizeOf(claim.address) / 64;
    return {
      ...plainMail(claim),
      mailFrom: returnPath(ctx, { digestId, subscriberId }),
      body: Array.from({ length }, () => `${'x'.repeat(62)}\r\n`),
    };
  };
}

/** Queues a digest of today for these addresses. */
async function queueFor(ctx: Context, addresses: string[]): Promise<void> {
  const now = ctx.now();
  await ctx.db.run(sql`insert into subscriber (email, email_key, status, active_since)
    select email, email, 'active', '2026-01-01'::timestamptz from unnest(${addresses}::text[]) as email`);
  await ctx.db.run(
    sql`insert into digest (kind, date, status, starts_at) values ('daily', ${now}, 'sending', ${now})`,
  );
  await ctx.db.run(sql`insert into delivery (digest_id, subscriber_id, due_at, expires_at)
    select digest.id, subscriber.id, ${now}::timestamptz, ${now}::timestamptz + interval '20 hours' from digest, subscriber`);
}

/** Sends all queued deliveries through a server. */
async function send(ctx: Context): Promise<void> {
  const sender = startSender(ctx, { digest: mailOf(ctx) }, senderActions(ctx));
  const open = { state: { in: ['queued' as const, 'sending' as const] } };
  await vi.waitFor(
    async () => expect(await ctx.db.prisma.delivery.count({ where: open })).toBe(0),
    { timeout: 60_000, interval: 50 },
  );
  await sender.stop();
}

/** Returns the result of each address: its delivery, the status of its reader, and its bounces. */
async function results(ctx: Context): Promise<Record<string, string>> {
  const readers = await ctx.db.prisma.subscriber.findMany({ include: { bounces: true } });
  const deliveries = await ctx.db.prisma.delivery.findMany();
  return Object.fromEntries(
    readers.map(({ id, email, status, bounces }) => {
      const state = deliveries.find(({ subscriberId }) => subscriberId === id)?.state;
      const came = bounces.map(({ kind, class: of }) => `${kind} ${of}`);
      return [email, [state, status, ...came].join(', ')];
    }),
  );
}

/** Refused by the server that receives the message from the sender. */
const refused: Record<string, string> = {
  ada: 'sent, active',
  nobody: 'failed, bounced',
  size: 'failed, active, refused content',
  policy: 'failed, active, refused about-us',
  grey: 'deferred, active',
};

/** Accepted, and returned with a bounce message. */
const returned = {
  nobody: 'sent, bounced, hard mailbox-unknown',
  policy: 'sent, active, refused about-us',
  // The server gave up: the failure is temporary, and its rule is about us.
  grey: 'sent, active, refused temporary',
};

/** What each server accepts from the sender and returns later. OpenSMTPD has no quota. */
const accepted: Record<Name, Record<string, string>> = {
  postfix: { full: 'sent, active, soft mailbox-full' },
  // Exim 4.96 only reports `retry timeout exceeded`.
  exim: { full: 'sent, active, soft temporary' },
  opensmtpd: {},
};

/**
 * What the servers return if Dovecot refuses. Dovecot replies 451 to a message that is too large.
 */
const refusedByDovecot = {
  nobody: returned.nobody,
  full: 'sent, active, soft mailbox-full',
  size: 'sent, active, refused temporary',
};

/** The expected result of each recipient of a digest that is sent through one server. */
function expectedOf(name: Name): Record<string, string> {
  // OpenSMTPD retries for days; a notice of the delay is not a failure.
  const delayed = name === 'opensmtpd' ? 'sent, active' : undefined;
  const lists = Object.entries(domains).map(([other, domain]) => {
    const own = { ...refused, ...accepted[name] };
    const remote =
      other === 'dovecot'
        ? { ...refusedByDovecot, size: delayed ?? refusedByDovecot.size }
        : { ...returned, grey: delayed ?? returned.grey };
    return Object.entries(other === name ? own : remote).map(([user, result]) => [
      `${user}@${domain}`,
      result,
    ]);
  });
  return Object.fromEntries(lists.flat());
}

describe.skipIf(!present)('real mail servers', () => {
  beforeAll(async () => {
    world = await startAll();
  });
  afterAll(() => world?.stop());

  test.each(names)('refusals and bounces of %s are classified', async (name) => {
    if (world === undefined) throw new Error('the servers did not start');
    const { ports, sink } = world;
    const url = `smtp://127.0.0.1:${ports[name]}`;
    const { ctx } = await freshContext({ SMTP_URL: url }, new Date().toISOString());
    const expected = expectedOf(name);
    sink.received.length = 0;
    let notices = 0;
    await queueFor(ctx, Object.keys(expected));
    await send(ctx);
    await vi.waitFor(
      async () => {
        for (const { raw } of sink.received.splice(0)) {
          if (/^Action: delayed/im.test(raw.toString())) notices += 1;
          await takeMail(ctx, raw);
        }
        expect(await results(ctx)).toEqual(expected);
        expect(notices).toBe(name === 'opensmtpd' ? 3 : 0);
      },
      { timeout: 40_000, interval: 200 },
    );
  });
});
