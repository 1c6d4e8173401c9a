import { createServer } from 'node:https';
import https from 'node:https';
import getPort from 'get-port';
import { expect, inject, onTestFinished, test, vi } from 'vitest';
import { readConfig } from '../../../src/config/config.ts';
import { keyring } from '../../../src/db/keyring.ts';
import { sql } from '../../../src/db/sql.ts';
import { startSender } from '../../../src/delivery/sender.ts';
import { senderActions } from '../../../src/app/sender-actions.ts';
import { digestTick } from '../../../src/digests/send/schedule.ts';
import { recordTick } from '../../../src/digests/send/sql/tick.ts';
import { examineBounces } from '../../../src/doctor/bounces.ts';
import { space } from '../../../src/doctor/data-dir.ts';
import { clock, connections, durability, server } from '../../../src/doctor/database-server.ts';
import { examineDatabase } from '../../../src/doctor/database.ts';
import { examineDigests } from '../../../src/doctor/digests.ts';
import { examineOutbox } from '../../../src/doctor/outbox.ts';
import { examinePublicUrl } from '../../../src/doctor/public-url.ts';
import { examineRoles } from '../../../src/doctor/roles.ts';
import { examineSettings } from '../../../src/doctor/settings.ts';
import { examineTimeZones } from '../../../src/doctor/time-zones.ts';
import { examineSources } from '../../../src/doctor/sources.ts';
import type { Finding } from '../../../src/doctor/finding.ts';
import { startApp } from '../../support/app.ts';
import { selfSigned } from '../../support/certificate.ts';
import { freshContext } from '../../support/context.ts';
import { freshDatabase } from '../../support/database.ts';
import { plainRenderers, queueDigest } from '../../support/outbox.ts';
import { addPapers, addReader } from '../../support/readers.ts';
import { startRelay } from '../../support/relay.ts';
import { daily, huggingFace, serve } from '../../support/sources.ts';

const now = new Date();
const states = (findings: Finding[]) => findings.map(({ check, state }) => `${check} ${state}`);
const saying = (state: Finding['state'], check: string, words: string) =>
  expect.objectContaining({
    state,
    check,
    what: expect.stringContaining(words),
    fix: state === 'ok' ? null : expect.any(String),
  });

const mailing = { SMTP_URL: 'smtp://relay.example.org' };

test('checks settings that affect readers or receivers', () => {
  expect(states(examineSettings(readConfig({})))).toEqual(['settings ok']);
  const bare = { ...mailing, PUBLIC_URL: 'https://papers.example.org' };
  expect(states(examineSettings(readConfig(bare)))).toEqual([
    'settings ok',
    'mail-from fail',
    'alert-to warn',
    'postal-address warn',
    'proxy warn',
  ]);
  expect(
    examineSettings(readConfig({ ...mailing, MAIL_FROM: 'Papers <papers@gmail.com>' })),
  ).toContainEqual(saying('fail', 'mail-from', 'gmail.com'));
  const whole = {
    ...bare,
    MAIL_FROM: 'Papers <papers@example.org>',
    ALERT_TO: 'operator@example.org',
    POSTAL_ADDRESS: '1 Main Street',
    TRUST_PROXY: 'loopback',
  };
  expect(examineSettings(readConfig(whole)).every(({ state }) => state === 'ok')).toBe(true);
});

test('checks whether PUBLIC_URL leads to this installation, to another service, or nowhere', async () => {
  const { ctx } = await freshContext();
  const app = await startApp(ctx);
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const look = (PUBLIC_URL: string, keys = ctx.keys, env = {}) =>
    examinePublicUrl(readConfig({ PUBLIC_URL, ...env }), keys, now);
  expect(await look(url)).toEqual([saying('ok', 'public-url', 'is this installation')]);
  const others = keyring(['another key, at least thirty-two characters long']);
  expect(await look(url, others)).toEqual([saying('fail', 'public-url', 'another installation')]);
  const unknown = await examinePublicUrl(readConfig({ PUBLIC_URL: url }), undefined, now);
  expect(unknown).toEqual([saying('ok', 'public-url', 'without the database')]);
  const foreign = await serve((_request, response) => response.end('<h1>It works</h1>'));
  expect(await look(foreign)).toEqual([saying('fail', 'public-url', 'another program')]);
  const broken = await serve((_request, response) => response.writeHead(502).end());
  expect(await look(broken, ctx.keys, mailing)).toEqual([
    saying('fail', 'unsubscribe', 'not https'),
    saying('fail', 'public-url', 'answered 502'),
  ]);
  expect(await look(`http://127.0.0.1:${await getPort()}`)).toEqual([
    saying('warn', 'public-url', 'ECONNREFUSED'),
  ]);
});

test('checks the certificate of PUBLIC_URL: untrusted, valid, expiring', async () => {
  const { ctx } = await freshContext();
  const { key, cert } = selfSigned('localhost', 90);
  const { installation } = (await (await startApp(ctx)).inject('/healthz')).json();
  const site = createServer({ key, cert }, (_request, response) =>
    response.end(JSON.stringify({ status: 'ok', installation })),
  ).listen(0, '127.0.0.1');
  await new Promise((resolve) => site.once('listening', resolve));
  onTestFinished(() => void site.close());
  const { port } = site.address() as { port: number };
  const look = (days: number) =>
    examinePublicUrl(
      readConfig({ PUBLIC_URL: `https://localhost:${port}` }),
      ctx.keys,
      new Date(now.getTime() + days * 86_400_000),
    );
  expect(await look(0)).toContainEqual(saying('warn', 'public-url', 'self-signed certificate'));
  https.globalAgent.options.ca = cert;
  onTestFinished(() => void delete https.globalAgent.options.ca);
  expect(states(await look(0))).toEqual(['unsubscribe ok', 'public-url ok', 'public-url ok']);
  expect(await look(80)).toContainEqual(saying('warn', 'public-url', 'the certificate expires on'));
});

test('checks Postgres: up to date, without tables, or down; never prints a password', async () => {
  const { url } = await freshDatabase();
  const look = async (DATABASE_URL: string) => {
    const { findings, db, close } = await examineDatabase(readConfig({ DATABASE_URL }));
    await close();
    return { findings, usable: db !== undefined };
  };
  const sound = await look(url);
  expect(sound.usable).toBe(true);
  // The test database runs without fsync.
  expect(states(sound.findings)).toEqual([
    'postgres-tls ok',
    'postgres ok',
    'migrations ok',
    'clock ok',
    'connections ok',
    'durability fail',
  ]);
  const empty = await look(inject('postgres'));
  expect(empty.usable).toBe(false);
  expect(empty.findings).toContainEqual(saying('fail', 'migrations', '_init'));
  const away = await look(`postgresql://u:secret@127.0.0.1:${await getPort()}/x`);
  expect(away.findings).toEqual([saying('fail', 'postgres', 'ECONNREFUSED')]);
  expect(JSON.stringify(away)).not.toContain('secret');
});

test('reports a migration of a newer version', async () => {
  const { db, url } = await freshDatabase();
  await db.run(sql`insert into _prisma_migrations (id, checksum, migration_name, finished_at)
    values ('x', 'y', '29990101000000_later', now())`);
  const { findings, close } = await examineDatabase(readConfig({ DATABASE_URL: url }));
  await close();
  expect(findings).toContainEqual(saying('warn', 'migrations', '29990101000000_later'));
});

test('checks the server version, replicas, clocks, durability, connections and disk space', () => {
  expect([clock(0), clock(-60_000), clock(600_000)].map(({ state }) => state)).toEqual([
    'ok',
    'warn',
    'fail',
  ]);
  expect(clock(-60_000).what).toContain('60 s ahead of');
  const running = { version: 150_004, versionText: '15.4', standby: false };
  const servers = [running, { ...running, version: 140_012 }, { ...running, standby: true }];
  expect(servers.map((facts) => server(facts).state)).toEqual(['ok', 'fail', 'fail']);
  const safe = { fsync: 'on', pages: 'on', commits: 'on' };
  const lax = [
    safe,
    { ...safe, commits: 'off' },
    { ...safe, fsync: 'off' },
    { ...safe, pages: 'off' },
  ];
  expect(lax.map((facts) => durability(facts).state)).toEqual(['ok', 'warn', 'fail', 'fail']);
  const config = readConfig({ DATABASE_CONNECTIONS: '20', SENDER_PROCESSES: '3', ...mailing });
  const of = (places: number, others: number) => connections({ places, others }, config).state;
  // At 57 connections, each process gets its share of 17. The minimum is three.
  expect([of(97, 30), of(97, 40), of(57, 0), of(8, 0)]).toEqual(['ok', 'warn', 'ok', 'fail']);
  expect([space(9e9), space(2e9), space(1e8)].map(({ state }) => state)).toEqual([
    'ok',
    'warn',
    'fail',
  ]);
});

test('reports which roles are alive on any machine', async () => {
  const { ctx } = await freshContext();
  expect(states(await examineRoles(ctx))).toEqual(['sender warn', 'scheduler warn']);
  const serving = { ...ctx, config: { ...ctx.config, relays: readConfig(mailing).relays } };
  expect(states(await examineRoles(serving))).toEqual(['sender fail', 'scheduler fail']);
  await recordTick(ctx.db, ctx.now());
  const { url } = await startRelay();
  const sender = startSender(
    { ...ctx, config: readConfig({ SMTP_URL: url }) },
    plainRenderers,
    senderActions(ctx),
  );
  onTestFinished(() => sender.stop(), 30_000);
  await vi.waitFor(
    async () => expect(states(await examineRoles(serving))).toEqual(['sender ok', 'scheduler ok']),
    20_000,
  );
  await ctx.db.run(
    sql`update scheduler_heartbeat set alive_until = alive_until - interval '4 minutes'`,
  );
  expect(states(await examineRoles(serving))).toEqual(['sender ok', 'scheduler fail']);
});

test('reports the next, a missing and a paused digest', async () => {
  const { ctx, clock: time } = await freshContext(
    { DIGEST_TIMEZONE: 'Europe/Berlin' },
    '2026-03-28T05:00:00Z',
  );
  const look = () => examineDigests(ctx);
  expect(await look()).toEqual([
    saying('ok', 'digest', 'on 2026-03-28 at 08:00 Europe/Berlin (2026-03-28 07:00 UTC)'),
  ]);
  await recordTick(ctx.db, ctx.now());
  time.set('2026-03-28T08:00:00Z');
  // Daylight saving time starts that night.
  expect(await look()).toEqual([saying('ok', 'digest', '2026-03-29 06:00 UTC')]);
  time.set('2026-03-28T08:30:00Z');
  expect(await look()).toContainEqual(
    saying('fail', 'digest', 'the digest for 2026-03-28 was due'),
  );
  await addPapers(ctx, '2026-03-28', ['One']);
  await digestTick(ctx);
  expect(states(await look())).toEqual(['digest ok']);
  await ctx.db.run(
    sql`update digest set status = 'paused', reason = 'refused', reason_params = '{"reply": "550 no"}'`,
  );
  expect(await look()).toContainEqual(saying('warn', 'digest', 'is paused: rejected: 550 no'));
});

test('reports a time zone that Postgres does not know', async () => {
  const { ctx } = await freshContext();
  await addReader(ctx, { timezone: 'Europe/Berlin' });
  await addReader(ctx, { timezone: 'Mars/Phobos', status: 'paused' });
  expect(states(await examineTimeZones(ctx))).toEqual(['time-zones ok']);
  await addReader(ctx, { timezone: 'Mars/Phobos' });
  expect(await examineTimeZones(ctx)).toEqual([saying('fail', 'time-zones', 'Mars/Phobos')]);
});

test('reports unsent, stuck and uncertain emails, and a paused domain', async () => {
  const { ctx, clock: time } = await freshContext(
    {},
    new Date(now.getTime() - 3_600_000).toISOString(),
  );
  expect(states(await examineOutbox(ctx))).toEqual(['queue ok']);
  const digestId = await queueDigest(ctx, 4);
  time.set(now.toISOString());
  expect(await examineOutbox(ctx)).toContainEqual(saying('fail', 'queue', 'minutes late: 4'));
  await ctx.db.run(
    sql`update delivery set state = 'sent', sent_at = clock_timestamp() where subscriber_id = 1`,
  );
  expect(await examineOutbox(ctx)).toContainEqual(saying('ok', 'queue', 'behind: 3 late'));
  await ctx.db.run(
    sql`update delivery set state = 'sending', sender_id = 99 where subscriber_id = 2`,
  );
  await ctx.db.run(sql`update delivery set state = 'uncertain' where subscriber_id = 3`);
  await ctx.db.run(sql`insert into recipient_domain (domain, paused_until, pause_detail)
    values ('reader.example', clock_timestamp() + interval '20 minutes', 'refused: 550 no')`);
  const findings = await examineOutbox(ctx);
  expect(findings).toContainEqual(saying('warn', 'queue', 'a sender that stopped: 1'));
  expect(findings).toContainEqual(saying('warn', 'uncertain', ': 1'));
  expect(findings).toContainEqual(saying('warn', 'breaker', 'reader.example rejects us'));
  await ctx.db.run(sql`update digest set final_counts = '{"sent": 1000}' where id = ${digestId}`);
  await ctx.db.run(sql`insert into suppression (email_key, reason, created_at)
    select 'r' || n || '@reader.example', case when n <= 3 then 'complained' else 'bounced' end, clock_timestamp()
    from generate_series(1, 33) as n`);
  const shares = await examineOutbox(ctx);
  expect(shares).toContainEqual(saying('fail', 'complaints', '0.30%'));
  expect(shares).toContainEqual(saying('warn', 'bounces', '3.00%'));
});

test('reports a MAIL_UNSUBSCRIBE whose requests nothing reads', async () => {
  const MAIL_UNSUBSCRIBE = 'leave@papers.example';
  expect(await examineBounces(readConfig({}))).toEqual([]);
  expect(await examineBounces(readConfig({ MAIL_UNSUBSCRIBE }))).toEqual([
    saying('warn', 'bounces', 'MAIL_UNSUBSCRIBE'),
  ]);
});

test('reports an operator with a suppressed address, who gets no alerts', async () => {
  const { ctx } = await freshContext({ ALERT_TO: 'Operator@Bücher.example' });
  expect(states(await examineOutbox(ctx))).toEqual(['queue ok']);
  await ctx.db.run(
    sql`insert into suppression (email_key, reason) values ('operator@xn--bcher-kva.example', 'bounced')`,
  );
  expect(await examineOutbox(ctx)).toContainEqual(
    saying('fail', 'alert-to', 'suppressed (bounced)'),
  );
});

test('requests each source without storing papers', async () => {
  const url = await huggingFace([daily('2603.00001'), daily('2603.00002')]);
  const { ctx } = await freshContext({ PAPER_SOURCES: 'huggingface', HUGGINGFACE_URL: url });
  expect(await examineSources(ctx)).toEqual([
    saying('ok', 'source huggingface', '2 papers; never fetched'),
  ]);
  expect(await ctx.db.prisma.paper.count()).toBe(0);
  const gone = await serve((_request, response) => response.writeHead(404).end());
  const away = { ...ctx, config: { ...ctx.config, HUGGINGFACE_URL: gone } };
  expect(await examineSources(away)).toEqual([saying('fail', 'source huggingface', '404')]);
  await ctx.db.run(
    sql`insert into source_fetch (source, fetched_at, papers) values ('huggingface', ${ctx.now()}, 2)`,
  );
  expect(states(await examineSources(away))).toEqual(['source huggingface warn']);
});

test('asks for imports without a source; sample papers are for development only', async () => {
  const { ctx } = await freshContext();
  expect(states(await examineSources(ctx))).toEqual(['source warn']);
  await addPapers(ctx, '2026-03-09', ['One']);
  expect(await examineSources(ctx)).toEqual([saying('ok', 'source', '2026-03-09')]);
  const invented = readConfig({ PAPER_SOURCES: 'sample' });
  expect(states(await examineSources({ ...ctx, config: invented }))).toEqual(['source sample ok']);
  const serving = readConfig({ PAPER_SOURCES: 'sample', ...mailing });
  expect(states(await examineSources({ ...ctx, config: serving }))).toEqual(['source sample warn']);
});
