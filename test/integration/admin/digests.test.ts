import { expect, test } from 'vitest';
import { sql } from '../../../src/db/sql.ts';
import { editDraft } from '../../../src/digests/compose/draft.ts';
import { digestOf, poolOf } from '../../../src/digests/queries.ts';
import { digestTick } from '../../../src/digests/send/schedule.ts';
import { startApp } from '../../support/app.ts';
import { freshContext } from '../../support/context.ts';
import { operatorOn } from '../../support/operator.ts';
import { addPapers, addReader, deliveries, mails } from '../../support/readers.ts';

const page = '/admin/digests/2026-03-10';

async function setup(readers = 3, start = '2026-03-10T07:00:00Z') {
  const { ctx, clock } = await freshContext({}, start);
  const ids = await addPapers(ctx, '2026-03-10', ['One', 'Two', 'Three']);
  for (let n = 0; n < readers; n += 1) await addReader(ctx);
  const app = await startApp(ctx);
  const operator = await operatorOn(ctx, app);
  const titles = async () => {
    const digest = await digestOf(ctx.db, 'daily', '2026-03-10');
    return (await poolOf(ctx.db, digest?.id ?? 0)).map(({ content }) => content.title);
  };
  const status = async () => (await digestOf(ctx.db, 'daily', '2026-03-10'))?.status;
  const compose = () => operator.post('/admin/digests', { date: '2026-03-10', kind: 'daily' });
  const draftOn = async () =>
    /name="draft" value="([\w-]+)"/.exec((await operator.get(`${page}/send`)).body)?.[1] ?? '';
  const send = async (fields: Record<string, string>) =>
    operator.post(`${page}/send`, { draft: await draftOn(), ...fields });
  return { ctx, clock, ids, app, ...operator, titles, status, compose, draftOn, send };
}

test('creates a draft; asking again leads to it and discards no edits', async () => {
  const { compose, post, ids, titles, status } = await setup();
  const made = await compose();
  expect([made.statusCode, made.headers.location]).toEqual([303, `${page}?done=digest-composed`]);
  expect(await status()).toBe('draft');
  await post(`${page}/edit`, { id: String(ids[2]), place: '1' });
  expect(await titles()).toEqual(['Three', 'One', 'Two']);
  expect((await compose()).headers.location).toBe(page);
  expect(await titles()).toEqual(['Three', 'One', 'Two']);
  await post(`${page}/compose`);
  expect(await titles()).toEqual(['One', 'Two', 'Three']);
});

test('shows compose errors next to the field and keeps the input', async () => {
  const { post, get } = await setup();
  for (const [fields, sentence] of [
    [{ date: '2026-02-30', kind: 'daily' }, 'Please choose a date'],
    [{ date: '<script>', kind: 'daily' }, 'Please choose a date'],
    [{ date: '2026-03-10', kind: 'weekly' }, 'dated on Mondays'],
    [{ date: '2026-03-01', kind: 'daily' }, 'There are no recent papers'],
    [{ date: '2026-03-10', kind: 'monthly' }, 'Please choose one of the options'],
  ] as const) {
    const { statusCode, body } = await post('/admin/digests', fields);
    expect([fields, statusCode]).toEqual([fields, 422]);
    expect(body).toMatch(new RegExp(`id="date-error" role="alert">[^<]*${sentence}`));
    expect(body).toContain('aria-invalid="true" aria-describedby="date-error" autofocus');
    expect(body).not.toContain('<script>');
  }
  expect((await get('/admin/digests/2026-02-30')).statusCode).toBe(404);
  expect((await get('/admin/digests/2026-03-10')).statusCode).toBe(404);
});

test('edits the papers of a draft and its subject, but not of a frozen digest', async () => {
  const { ctx, compose, post, ids, titles, status, send } = await setup();
  const [one, two, three] = ids.map(String);
  const [late] = await addPapers(ctx, '2026-03-01', ['An older one']);
  await compose();
  await post(`${page}/edit`, { id: three ?? '', place: '2' });
  expect(await titles()).toEqual(['One', 'Three', 'Two']);
  await post(`${page}/edit`, { id: one ?? '', out: '1' });
  expect(await titles()).toEqual(['Three', 'Two']);
  const added = await post(`${page}/edit`, { id: String(late), add: '1' });
  expect(added.headers.location).toBe(`${page}#paper-${late}`);
  expect(await titles()).toEqual(['An older one', 'Three', 'Two']);
  expect((await digestOf(ctx.db, 'daily', '2026-03-10'))?.subject).toBe('An older one and 2 more');
  // Adding it again moves it to the top.
  await post(`${page}/edit`, { id: two ?? '', add: '1' });
  expect(await titles()).toEqual(['Two', 'An older one', 'Three']);
  await send({ readers: '3', typed: '3' });
  expect(await status()).toBe('sending');
  const refused = await post(`${page}/edit`, { id: two ?? '', out: '1' });
  expect([refused.statusCode, refused.body.includes('this digest has changed since')]).toEqual([
    409,
    true,
  ]);
  expect(await titles()).toEqual(['Two', 'An older one', 'Three']);
});

test('edits the subject of a draft, and makes it of the titles again if it is empty', async () => {
  const { ctx, compose, post, get, ids } = await setup(1);
  await compose();
  const subject = async () => (await digestOf(ctx.db, 'daily', '2026-03-10'))?.subject;
  const saved = await post(`${page}/subject`, { subject: ' Ada’s\r\nBcc: picks ✓ ' });
  expect([saved.statusCode, saved.headers.location]).toEqual([303, `${page}#mail`]);
  const written = 'Ada’s Bcc: picks ✓';
  expect((await get(page)).body).toContain(`value="${written}"`);
  await post(`${page}/edit`, { id: String(ids[2]), place: '1' });
  expect(await subject()).toBe(written);
  await post(`${page}/subject`, { subject: '' });
  expect(await subject()).toBe('Three and 2 more');
  expect((await post(`${page}/subject`, { subject: 'x'.repeat(201) })).statusCode).toBe(422);
  await post(`${page}/subject`, { subject: written });
  await ctx.db.prisma.digest.updateMany({ data: { status: 'ready', readyAt: ctx.now() } });
  expect((await post(`${page}/subject`, { subject: 'late' })).statusCode).toBe(409);
  expect(await subject()).toBe(written);
});

test('rejects unknown, used and invented papers in a draft, and keeps its last paper', async () => {
  const { ctx, compose, ids } = await setup(0);
  const [first = 0, second = 0, third = 0] = ids;
  const edit = (change: Parameters<typeof editDraft>[1]['edit'], date = '2026-03-10') =>
    editDraft(ctx, { kind: 'daily', date, edit: change });
  await compose();
  const sample = await ctx.db.prisma.paper.create({
    data: {
      source: 'sample',
      title: 'Invented',
      titleKey: 'invented',
      listedOn: new Date('2026-03-10'),
    },
  });
  expect(await edit({ kind: 'add', paperId: 9999 })).toBe('no-paper');
  expect(await edit({ kind: 'move', paperId: 9999, place: 1 })).toBe('no-paper');
  expect(await edit({ kind: 'add', paperId: sample.id })).toBe('sample');
  await ctx.db.run(sql`delete from paper where id = ${sample.id}`);
  expect(await edit({ kind: 'remove', paperId: first })).toBe('done');
  expect(await edit({ kind: 'remove', paperId: second })).toBe('done');
  expect(await edit({ kind: 'remove', paperId: third })).toBe('last');
  expect(await edit({ kind: 'move', paperId: third, place: 200 })).toBe('done');
  await ctx.db.run(
    sql`insert into digest (kind, date, status, starts_at) values ('daily', '2026-03-08', 'sent', now())`,
  );
  await ctx.db.run(sql`insert into digest_paper (digest_id, rank, paper_id, score, content)
    select id, 1, ${first}, 0, '{}' from digest where date = '2026-03-08'`);
  expect(await edit({ kind: 'add', paperId: first })).toBe('used');
});

test('applies concurrent edits of two operators without duplicating a paper', async () => {
  const { ctx, compose, ids, titles } = await setup(0);
  await compose();
  const places = [3, 1, 2, 1, 3, 2, 2, 1];
  await Promise.all(
    places.map((place, n) =>
      editDraft(ctx, {
        kind: 'daily',
        date: '2026-03-10',
        edit: { kind: 'move', paperId: ids[n % ids.length] ?? 0, place },
      }),
    ),
  );
  expect((await titles()).toSorted()).toEqual(['One', 'Three', 'Two']);
});

test('finds papers to add to a draft and marks those it contains', async () => {
  const { ctx, compose, get } = await setup(0);
  await addPapers(ctx, '2026-03-01', ['Rivers <b>of</b> bread']);
  await compose();
  const { body } = await get(`${page}?q=rivers`);
  expect(body).toContain('Rivers &lt;b&gt;of&lt;/b&gt; bread');
  expect(body).toContain('name="add"');
  expect((await get(`${page}?q=two`)).body).toContain('already in this draft');
  expect((await get(`${page}?q=%00`)).statusCode).toBe(200);
});

test('lists the whole pool page by page, with its size, and moves any of its papers', async () => {
  const { ctx } = await freshContext({ DIGEST_PAPERS: '2' }, '2026-03-10T07:00:00Z');
  await addPapers(
    ctx,
    '2026-03-10',
    Array.from({ length: 450 }, (_, n) => ({ title: `Paper ${n + 1}`, upvotes: 1000 - n })),
  );
  const { get, post } = await operatorOn(ctx, await startApp(ctx));
  await post('/admin/digests', { date: '2026-03-10', kind: 'daily' });
  const listed = async (path: string) => {
    const { body } = await get(path);
    const ranks = [...body.matchAll(/class="rank"[^>]*>(\d+)</g)].map(([, rank]) => Number(rank));
    const more = /rel="next" href="([^"#]*)#others"/.exec(body)?.[1];
    return { body, ranks, more };
  };
  const first = await listed(page);
  expect(first.body).toContain('Other papers (448)');
  expect(first.ranks).toEqual(Array.from({ length: 202 }, (_, n) => n + 1));
  const second = await listed(first.more ?? '');
  expect([second.ranks.slice(0, 3), second.ranks.at(-1)]).toEqual([[1, 2, 203], 402]);
  const third = await listed(second.more ?? '');
  expect([third.ranks.slice(0, 3), third.ranks.at(-1)]).toEqual([[1, 2, 403], 450]);
  expect([third.more, (await listed(`${page}?papers=99`)).ranks.length]).toEqual([undefined, 202]);

  const digest = await digestOf(ctx.db, 'daily', '2026-03-10');
  const pool = await poolOf(ctx.db, digest?.id ?? 0);
  const last = pool.at(-1)?.content.id;
  const edit = /action="([^"]*\/edit[^"]*)"/.exec(third.body)?.[1] ?? '';
  const moved = await post(edit, { id: String(last), place: '449' });
  expect(moved.headers.location).toBe(`${page}?papers=3#paper-${last}`);
  expect((await poolOf(ctx.db, digest?.id ?? 0))[448]?.content.id).toBe(last);
  const removed = await post(edit, { id: String(last), out: '1' });
  expect(removed.headers.location).toBe(`${page}?papers=3#others`);
});

test('sends only after the number of readers is typed, and to each reader once', async () => {
  const { ctx, compose, get, status, send } = await setup(3);
  await addReader(ctx, { status: 'paused' });
  await addReader(ctx, { frequency: 'weekly' });
  const gone = await addReader(ctx, { email: 'gone@example.org' });
  await ctx.db.run(
    sql`insert into suppression (email_key, reason) values ('gone@example.org', 'complained')`,
  );
  await compose();
  expect((await get(`${page}/send`)).body).toContain('3 readers will get it.');
  for (const fields of [
    {},
    { readers: '3' },
    { readers: '3', typed: '' },
    { readers: '3', typed: 'yes' },
    { typed: '3' },
    { readers: '-1', typed: '-1' },
    { typed: 'NaN' },
    { readers: '0', typed: '0' },
    { readers: '2', typed: '2' },
  ]) {
    const { statusCode, body } = await send(fields);
    expect([fields, statusCode, body.includes('id="typed-error" role="alert"')]).toEqual([
      fields,
      422,
      true,
    ]);
  }
  expect([await status(), await deliveries(ctx)]).toEqual(['draft', []]);
  const presses = await Promise.all(
    Array.from({ length: 5 }, () => send({ readers: '3', typed: ' 3 ' })),
  );
  for (const press of presses)
    expect([press.statusCode, press.headers.location]).toEqual([303, `${page}?done=digest-sent`]);
  const queued = await deliveries(ctx);
  expect(new Set(queued.map(({ subscriberId }) => subscriberId)).size).toBe(queued.length);
  expect(queued.filter(({ subscriberId }) => subscriberId !== gone)).toHaveLength(3);
  expect(await ctx.db.prisma.auditEvent.count({ where: { action: 'digest-sent' } })).toBe(1);
  expect((await get(`${page}/send`)).body).toContain('nobody left to send it to');
});

test('rejects an outdated send page after an import until the new number is typed', async () => {
  const { ctx, compose, send } = await setup(2);
  await compose();
  for (let n = 0; n < 20; n += 1) await addReader(ctx);
  const stale = await send({ readers: '2', typed: '2' });
  expect([stale.statusCode, stale.body.includes('22 readers will get it.')]).toEqual([422, true]);
  expect(await deliveries(ctx)).toEqual([]);
  await send({ readers: '22', typed: '22' });
  expect(await deliveries(ctx)).toHaveLength(22);
});

test('schedules a digest in the time zone of the digests', async () => {
  const { ctx, clock, compose, get, send } = await setup(2);
  await compose();
  for (const at of [
    '',
    'soon',
    '2026-03-10T06:59',
    '2026-04-10T10:00',
    '2026-02-30T10:00',
    '2026-03-10T25:00',
  ]) {
    const { statusCode, body } = await send({
      readers: '2',
      typed: '2',
      when: 'later',
      at,
    });
    expect([at, statusCode, body.includes('id="at-error" role="alert"')]).toEqual([at, 422, true]);
    expect(body).toContain('value="2"');
  }
  const unclear = { readers: '2', typed: '2', when: 'tomorrow', at: '2026-03-10T10:30' };
  expect((await send(unclear)).statusCode).toBe(422);
  const { headers } = await send({
    readers: '2',
    typed: '2',
    when: 'later',
    at: '2026-03-10T10:30',
  });
  expect(headers.location).toBe(`${page}?done=digest-scheduled`);
  expect((await get(page)).body).toContain('10 Mar 2026, 10:30 UTC');
  clock.set('2026-03-10T10:29:59Z');
  await digestTick(ctx);
  expect(await deliveries(ctx)).toEqual([]);
  clock.set('2026-03-10T10:30:00Z');
  await digestTick(ctx);
  expect(await deliveries(ctx)).toHaveLength(2);
});

test('pauses, resumes and cancels a digest; an outdated action shows the current state', async () => {
  const { compose, get, post, status, send } = await setup();
  await compose();
  const early = await post(`${page}/pause`);
  expect([early.statusCode, early.body.includes('role="alert"')]).toEqual([409, true]);
  await send({ readers: '3', typed: '3' });
  await post(`${page}/pause`);
  expect(await status()).toBe('paused');
  expect((await send({ readers: '0', typed: '0' })).statusCode).toBe(409);
  await post(`${page}/resume`);
  expect(await status()).toBe('sending');
  expect((await get(`${page}/cancel`)).body).toContain('This can’t be undone');
  expect(await status()).toBe('sending');
  await post(`${page}/cancel`);
  expect(await status()).toBe('cancelled');
  expect((await post(`${page}/resume`)).statusCode).toBe(409);
  expect((await get(page)).body).toContain('cancelled');
});

test('returns a ready digest to draft, which is then sent only manually', async () => {
  const { ctx, clock, post, get, status } = await setup(0);
  await addReader(ctx, { hour: 20 });
  clock.set('2026-03-10T08:00:00Z');
  await digestTick(ctx);
  expect(await status()).toBe('ready');
  await post(`${page}/draft`);
  expect(await status()).toBe('draft');
  for (const minute of ['08:01', '12:00', '20:00', '23:00']) {
    clock.set(`2026-03-10T${minute}:00Z`);
    await digestTick(ctx);
  }
  expect([await status(), await deliveries(ctx)]).toEqual(['draft', []]);
  expect((await get(page)).body).toContain('A draft goes to nobody until you send it.');
});

test('holds a draft composed after its scheduled time, and sends an earlier one', async () => {
  const { ctx, clock, compose, get, status } = await setup(1, '2026-03-10T07:00:00Z');
  await compose();
  expect((await get(page)).body).toContain('10 Mar 2026, 08:00 UTC');
  // The scheduler may be down at that time. It sends the draft within DIGEST_CATCH_UP.
  clock.set('2026-03-10T14:00:01Z');
  expect((await get(page)).body).toContain('A draft goes to nobody until you send it.');
  clock.set('2026-03-10T08:00:01Z');
  expect((await get(page)).body).toContain('If it’s still a draft at 10 Mar 2026, 08:00 UTC');
  await digestTick(ctx);
  expect(await status()).toBe('sending');
  const other = await setup(1, '2026-03-10T08:00:00Z');
  await other.ctx.db.run(sql`delete from paper`);
  await digestTick(other.ctx);
  expect(await other.status()).toBe('skipped');
  await addPapers(other.ctx, '2026-03-10', ['Late']);
  other.clock.set('2026-03-10T09:00:00Z');
  await other.post(`${page}/compose`);
  await digestTick(other.ctx);
  expect([await other.status(), await deliveries(other.ctx)]).toEqual(['draft', []]);
});

test('sends test copies; an invalid or suppressed address is shown and stops all of them', async () => {
  const { ctx, compose, post } = await setup();
  await compose();
  await ctx.db.run(
    sql`insert into suppression (email_key, reason) values ('no@example.org', 'complained')`,
  );
  for (const [to, sentence] of [
    ['yes@example.org, no@example.org', 'no@example.org'],
    ['yes@example.org, nobody', 'nobody: That doesn’t look like an email address'],
    ['a@example.org\r\nBcc: b@example.org', 'Bcc:'],
    [Array.from({ length: 11 }, (_, n) => `t${n}@example.org`).join(' '), 'one to ten addresses'],
    [' , ', 'one to ten addresses'],
  ] as const) {
    const { statusCode, body } = await post(`${page}/test`, { to });
    expect([to, statusCode]).toEqual([to, 422]);
    expect(/id="to-error" role="alert">([^<]*)/.exec(body)?.[1]).toContain(sentence);
    // The links of the preview lead to the digest's page, not to the path of this form.
    expect(body).toContain(`href="${page}?kind=daily&amp;language=de&amp;part=html#mail"`);
  }
  expect(await mails(ctx)).toEqual([]);
  expect(
    (await post(`${page}/test`, { to: 'yes@example.org; Two@example.org' })).headers.location,
  ).toBe(`${page}?done=digest-tested`);
  expect(await mails(ctx)).toMatchObject([{ kind: 'test' }, { kind: 'test' }]);
  expect(await deliveries(ctx)).toEqual([]);
});

test('previews the email in each language, in a sandbox, with inert links', async () => {
  const { ctx, app, compose, get } = await setup();
  await addPapers(ctx, '2026-03-10', [{ title: '<img src=x onerror=alert(1)>' }]);
  await compose();
  const html = await get(`${page}/preview?language=de`);
  expect(html.headers['content-security-policy']).toContain('sandbox');
  expect(html.headers['content-security-policy']).not.toContain('allow-scripts');
  expect(html.body).toContain('/unsubscribe/test-copy');
  expect(html.body).not.toContain('<img src=x');
  expect(html.body).toContain('Testmail');
  const text = await get(`${page}/preview?language=zh&part=text`);
  expect(text.headers['content-type']).toContain('text/plain');
  expect(text.body).toContain('One');
  expect(text.body).toContain('退订：\n');
  expect((await get(`${page}?language=de`)).body).toContain('und 3 weitere');
  const german = await operatorOn(ctx, app, 'de');
  for (const url of [page, '/admin', '/admin/digests', `${page}/send`])
    expect([url, (await german.get(url)).body.includes('und 3 weitere')]).toEqual([url, true]);
});

test('counts failed and uncertain deliveries by reason', async () => {
  const { ctx, compose, get, send } = await setup(4);
  await compose();
  await send({ readers: '4', typed: '4' });
  await ctx.db.run(sql`update delivery set state = 'failed', reason = '550 5.7.1 <b>no</b>'
    where subscriber_id in (select id from subscriber order by id limit 2)`);
  await ctx.db.run(sql`update delivery set state = 'uncertain', reason = 'connection lost'
    where subscriber_id in (select id from subscriber order by id desc limit 1)`);
  const { body } = await get(page);
  expect(body).toContain('550 5.7.1 &lt;b&gt;no&lt;/b&gt;');
  expect(body).toContain('connection lost');
  expect(body).toContain('aria-label="1 waiting, 1 uncertain, 2 failed"');
});

test('gives a weekly digest its own page and actions', async () => {
  const { ctx, post, get } = await setup(0, '2026-03-17T07:00:00Z');
  const reader = await addReader(ctx, { frequency: 'weekly' });
  await addReader(ctx);
  const { headers } = await post('/admin/digests', { date: '2026-03-16', kind: 'weekly' });
  expect(headers.location).toBe('/admin/digests/2026-03-16?kind=weekly&done=digest-composed');
  expect((await get('/admin/digests/2026-03-16?kind=weekly')).body).toContain(
    '<h1>Weekly digest, week ending Sunday 15 March 2026',
  );
  const sendUrl = '/admin/digests/2026-03-16/send?kind=weekly';
  const { body } = await get(sendUrl);
  expect(body).toContain('One reader will get it.');
  const [, draft = ''] = /name="draft" value="([\w-]+)"/.exec(body) ?? [];
  await post(sendUrl, { draft, readers: '1', typed: '1' });
  expect(await deliveries(ctx)).toMatchObject([{ subscriberId: reader, date: '2026-03-16' }]);
  expect((await get('/admin/digests?kind=weekly')).body).toContain(
    '/admin/digests/2026-03-16?kind=weekly',
  );
});

test('refuses to send a digest to no readers now, but allows scheduling it', async () => {
  const { ctx, compose, status, send } = await setup(0);
  await compose();
  const refused = await send({ readers: '0', typed: '0' });
  expect([
    refused.statusCode,
    refused.body.includes('no readers to send to'),
    await status(),
  ]).toEqual([422, true, 'draft']);
  await addReader(ctx);
  expect((await send({ readers: '0', typed: '0' })).body).toContain(
    'number of readers has gone up',
  );
  // Two requests at once, by one operator or two, both show what was done.
  const presses = await Promise.all([1, 2, 3].map(() => send({ readers: '1', typed: '1' })));
  expect(presses.map(({ statusCode }) => statusCode)).toEqual([303, 303, 303]);
  expect(await deliveries(ctx)).toHaveLength(1);
  const late = await setup(0);
  await late.compose();
  const at = { when: 'later', at: '2026-03-10T12:00' };
  expect((await late.send({ readers: '0', typed: '0', ...at })).statusCode).toBe(303);
});

test('refuses to send a draft that was edited since the send page was loaded', async () => {
  const { compose, post, ids, status, draftOn } = await setup();
  await compose();
  const looked = await draftOn();
  await post(`${page}/edit`, { id: String(ids[2]), place: '1' });
  for (const stale of [{ draft: looked }, {}]) {
    const refused = await post(`${page}/send`, { readers: '3', typed: '3', ...stale });
    expect([
      refused.statusCode,
      refused.body.includes('The draft has changed'),
      await status(),
    ]).toEqual([422, true, 'draft']);
  }
  const moved = await draftOn();
  await post(`${page}/subject`, { subject: 'Picks' });
  const draft = await draftOn();
  expect(new Set([looked, moved, draft]).size).toBe(3);
  for (let press = 0; press < 2; press += 1) {
    expect((await post(`${page}/send`, { readers: '3', typed: '3', draft })).statusCode).toBe(303);
  }
  expect(await status()).toBe('sending');
});
