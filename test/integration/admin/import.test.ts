import { parse } from 'csv-parse/sync';
import { expect, onTestFinished, test, vi } from 'vitest';
import { deleteOldJobs } from '../../../src/admin/jobs/jobs.ts';
import { startJob } from '../../../src/admin/jobs/run-job.ts';
import { sql } from '../../../src/db/sql.ts';
import { startApp } from '../../support/app.ts';
import { freshContext } from '../../support/context.ts';
import { operatorOn } from '../../support/operator.ts';
import { addReader, mails } from '../../support/readers.ts';
import { uploader } from '../../support/upload.ts';

async function setup(language = 'en') {
  const { ctx, clock } = await freshContext();
  const app = await startApp(ctx);
  return { ctx, clock, app, operator: await uploader(ctx, app, language) };
}

const given = { agreed: 'given', source: 'sign-up sheet' };
const url = '/admin/subscribers/import';

/** The numbers that the page of a report shows: read, added, updated, unchanged, rejected. */
const figures = (body: string) =>
  [...body.matchAll(/<dd>([\d,.]+)<\/dd>/g)]
    .slice(0, 5)
    .map(([, figure = '']) => Number(figure.replaceAll(/[,.]/g, '')));
const lines = (body: string) =>
  [...body.matchAll(/<td class="number">(\d+)<\/td>\s*<td lang="\w+">([^<]*)</g)].map(
    ([, line, reason = '']) => `${line}: ${reason.trim()}`,
  );

async function emails(ctx: Awaited<ReturnType<typeof setup>>['ctx']): Promise<string[]> {
  const all = await ctx.db.prisma.subscriber.findMany({ orderBy: { emailKey: 'asc' } });
  return all.map(({ email }) => email);
}

test('previews a list, then imports it once, no matter how often the button is pressed', async () => {
  const { ctx, operator } = await setup();
  await addReader(ctx, { email: 'left@example.org', status: 'unsubscribed' });
  await addReader(ctx, { email: 'here@example.org' });
  const list =
    'Email,Frequency\nada@example.org,weekly\nno address,daily\nleft@example.org,daily\nhere@example.org,daily\nada@example.org,daily\nx@example.org,hourly\n';
  const looked = await operator.send(url, given, { name: 'list.csv', content: list });
  expect(looked.statusCode).toBe(303);
  const job = String(looked.headers.location);
  const page = await operator.get(job);
  expect(figures(page.body)).toEqual([6, 1, 0, 2, 3]);
  expect(lines(page.body)).toEqual([
    '3: That doesn’t look like an email address. It should look like ada@example.org.',
    '4: the owner unsubscribed; only they can resubscribe',
    '7: frequency: daily, weekdays or weekly',
  ]);
  expect(page.body).toMatch(/Import 1 subscriber\s*</);
  expect(await ctx.db.prisma.subscriber.count()).toBe(2);

  const [one, other] = await Promise.all([operator.post(job), operator.post(job)]);
  expect([one.statusCode, other.statusCode]).toEqual([303, 303]);
  const done = await operator.get(job);
  expect(done.body).toContain('Result');
  expect(figures(done.body)).toEqual([6, 1, 0, 2, 3]);
  expect(done.body).not.toContain('<button>');
  expect(
    await ctx.db.prisma.subscriber.findUnique({
      where: { emailKey: 'ada@example.org' },
      include: { consents: true },
    }),
  ).toMatchObject({
    status: 'active',
    consents: [{ source: 'sign-up sheet' }],
  });
  // The stored list is deleted as well.
  expect(await ctx.db.prisma.subscriberImportRow.count()).toBe(0);
});

test('asks each subscriber to confirm without a consent, and previews how many', async () => {
  const { ctx, operator } = await setup();
  const looked = await operator.send(url, {
    agreed: 'ask',
    text: 'email,consent_source\na@example.org,\nb@example.org,form\nc@example.org,',
  });
  const page = await operator.follow(looked);
  expect(page.body).toContain('We’ll send confirmation emails to 2 of them.');
  expect(await mails(ctx)).toEqual([]);
  await operator.post(String(looked.headers.location));
  expect((await mails(ctx)).map(({ kind }) => kind)).toEqual(['confirmation', 'confirmation']);
});

const utf16 = (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le');
const utf16be = (text: string) => utf16(text).swap16();

test.each([
  [
    'a byte order mark',
    Buffer.from('\uFEFFemail,topics\nada@example.org,"für, über"\nbo@example.org,\n'),
  ],
  [
    'UTF-16 as Excel writes it',
    utf16('Email\tTopics\r\nada@example.org\t"für, über"\r\nbo@example.org\t\r\n'),
  ],
  [
    'UTF-16 the other way round',
    utf16be('Email;Topics\r\nada@example.org;für, über\r\nbo@example.org;\r\n'),
  ],
  [
    'semicolons, in Windows 8 bits',
    Buffer.from('E-Mail;Topics\r\nada@example.org;für, über\r\nbo@example.org;\r\n', 'latin1'),
  ],
  [
    'Excel’s own first line',
    Buffer.from(
      'sep=;\r\n"EMAIL";"topics"\r\n"ada@example.org";"für, über"\r\nbo@example.org;\r\n',
    ),
  ],
  [
    'columns in another order',
    Buffer.from(
      'name,TOPICS, E-mail Address \nAda,"für, über",ada@example.org\nBo,,bo@example.org\n',
    ),
  ],
  [
    'JSON lines',
    Buffer.from(
      '{"email":"ada@example.org","topics":["für","über"]}\n\n{"email":"bo@example.org"}\n',
    ),
  ],
  [
    'JSON',
    Buffer.from('[{"email":"ada@example.org","topics":["für","über"]},{"email":"bo@example.org"}]'),
  ],
])('reads %s', async (_what, content) => {
  const { ctx, operator } = await setup();
  const looked = await operator.send(url, given, { name: 'list', content });
  await operator.post(String(looked.headers.location));
  expect(await emails(ctx)).toEqual(['ada@example.org', 'bo@example.org']);
  expect(
    (await ctx.db.prisma.subscriber.findFirst({ where: { emailKey: 'ada@example.org' } }))?.topics,
  ).toEqual(['für', 'über']);
});

test('reads a list of bare addresses and numbers lines correctly after quoted line breaks', async () => {
  const { ctx, operator } = await setup();
  await operator.post(
    String(
      (await operator.send(url, { ...given, text: 'ada@example.org\r\nbo@example.org\r\n' }))
        .headers.location,
    ),
  );
  expect(await emails(ctx)).toEqual(['ada@example.org', 'bo@example.org']);
  const quoted = await operator.send(url, {
    ...given,
    text: 'email,consent_note\ncy@example.org,"a ""note""\nof two lines"\nbad\n',
  });
  expect(lines((await operator.follow(quoted)).body)).toEqual([expect.stringMatching(/^4: /)]);
});

test.each([
  ['nothing', undefined, 'Please choose a file or paste its text.'],
  ['no addresses', 'name,age\nAda,36\n', 'We found no column of email addresses.'],
  ['JSON of something else', '[1, 2', 'This isn’t a JSON list of subscribers'],
  ['a picture', '\u0089PNG\r\n\u001a\n\0\0\0', 'We found no column of email addresses.'],
])('rejects %s next to the field and keeps the input', async (_what, text, said) => {
  const { ctx, operator } = await setup();
  const answer = await operator.send(url, {
    ...given,
    note: 'a "note"',
    ...(text === undefined ? {} : { text }),
  });
  expect(answer.statusCode).toBe(422);
  expect(answer.body).toContain(`id="file-error" role="alert">${said}`);
  expect(answer.body).toContain('value="a &#34;note&#34;"');
  expect(answer.body).toContain('value="given" required checked');
  expect(await ctx.db.prisma.job.count()).toBe(0);
});

test('rejects a file of 201 MB and a text of 25 MB, and stores nothing of them', async () => {
  const { ctx, operator } = await setup();
  const large = Buffer.alloc(201_000_000, 'ada@example.org\n');
  const answer = await operator.send(url, given, { name: 'large.csv', content: large });
  expect(answer.statusCode).toBe(422);
  expect(answer.body).toContain('That’s more than 200 MB. Please use the command line instead.');
  const content = Buffer.alloc(25_000_000, 'ada@example.org\n');
  const pasted = await operator.send(url, { ...given, text: content.toString() });
  expect([pasted.statusCode, pasted.body.length < 50_000]).toEqual([422, true]);
  expect(await ctx.db.prisma.job.count()).toBe(0);
});

test('answers 500 if the disk cannot take an uploaded file', async () => {
  const { operator } = await setup();
  vi.stubEnv('TMPDIR', '/nonexistent');
  onTestFinished(() => void vi.unstubAllEnvs());
  const content = 'ada@example.org\n';
  expect((await operator.send(url, given, { name: 'list.csv', content })).statusCode).toBe(500);
});

test('accepts a file only from a signed-in operator with a CSRF token', async () => {
  const { ctx, app, operator } = await setup();
  const form = await operator.send(
    url,
    { ...given, csrf: 'forged' },
    { name: 'x.csv', content: 'email\na@example.org' },
  );
  expect(form.statusCode).toBe(403);
  const stranger = await app.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'multipart/form-data; boundary=x' },
    payload: '--x--',
  });
  expect(stranger.statusCode).toBe(401);
  expect(await ctx.db.prisma.job.count()).toBe(0);
});

test('keeps hostile cells as text on the page, in the database and in a re-imported export', async () => {
  const { ctx, operator } = await setup();
  const list = [
    'email,topics',
    '=cmd@example.org,"=HYPERLINK(""https://evil.example"")"',
    '+plus@example.org,"-1+1"',
    "o'hara@example.org,<script>alert(1)</script>",
    '"<img src=x>",x',
  ].join('\n');
  const looked = await operator.send(url, given, { name: '"><script>.csv', content: list });
  const page = await operator.follow(looked);
  expect(lines(page.body)).toHaveLength(1);
  expect(page.body).not.toMatch(/<script>|<img/);
  await operator.post(String(looked.headers.location));
  const before = await emails(ctx);
  expect(before).toEqual(['+plus@example.org', '=cmd@example.org', "o'hara@example.org"]);
  const { body: csv } = await operator.get('/admin/subscribers/export.csv');
  const cells = parse(csv).flat();
  expect(cells.filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);

  await ctx.db.run(sql`delete from subscriber`);
  const back = await operator.send(url, given, { name: 'export.csv', content: csv });
  await operator.post(String(back.headers.location));
  expect(await emails(ctx)).toEqual(before);
  expect(
    (await ctx.db.prisma.subscriber.findFirst({ where: { emailKey: '+plus@example.org' } }))
      ?.topics,
  ).toEqual(['-1+1']);
});

test('previews how the list was read; it ends subscriptions only if asked to', async () => {
  const { ctx, operator } = await setup();
  await addReader(ctx, { email: 'here@example.org' });
  const content =
    'Email Address,First Name,MEMBER_RATING,UNSUB_TIME\nout@example.org,A,2,2024-05-06 07:08:09\nhere@example.org,B,2,2024-05-06 07:08:09\n';
  const looked = await operator.send(url, given, { name: 'list.csv', content });
  const page = await operator.follow(looked);
  expect(page.body).toContain('Recognized as an export from Mailchimp.');
  expect(page.body).toContain('Not used: First Name, MEMBER_RATING');
  expect(page.body).toContain('<code>UNSUB_TIME</code> → whether they may be mailed');
  expect(page.body).toContain('left this list (unsubscribed) but is subscribed here; unchanged');
  expect(await ctx.db.prisma.subscriber.count()).toBe(1);
  await operator.post(String(looked.headers.location), { departures: 'apply' });
  const all = await ctx.db.prisma.subscriber.findMany({ orderBy: { email: 'asc' } });
  expect(all.map(({ status }) => status)).toEqual(['unsubscribed', 'unsubscribed']);
  expect(all[1]?.unsubscribedAt?.toISOString()).toBe('2024-05-06T07:08:09.000Z');
  expect(await mails(ctx)).toEqual([]);
});

test('counts thousands of invalid lines and lists the first ones', async () => {
  const { operator } = await setup();
  const looked = await operator.send(url, { ...given, text: `email\n${'bad\n'.repeat(5000)}` });
  const page = await operator.follow(looked);
  expect(figures(page.body)).toEqual([5000, 0, 0, 0, 5000]);
  expect(lines(page.body)).toHaveLength(200);
  expect(page.body).toContain('And 4,800 more.');
  expect(page.body).toContain('Nothing to do.');
});

test('deletes a previewed list after a day', async () => {
  const { ctx, operator } = await setup();
  const looked = await operator.send(url, { ...given, text: 'email\na@example.org' });
  expect(await deleteOldJobs(ctx)).toBe(0);
  await ctx.db.run(sql`update job set created_at = created_at - interval '25 hours'`);
  expect(await deleteOldJobs(ctx)).toBe(1);
  expect((await operator.follow(looked)).statusCode).toBe(404);
  expect((await operator.post(String(looked.headers.location))).statusCode).toBe(404);
});

test('confirms and records an import only if it was started, and shows it to owners only', async () => {
  const { ctx, app, operator } = await setup();
  const preview = () => operator.send(url, { ...given, text: 'email\na@example.org' });
  const where = { action: 'subscribers-imported' };
  const lost = String((await preview()).headers.location);
  await ctx.db.run(sql`delete from subscriber_import_row`);
  expect((await operator.post(lost)).headers.location).toBe(lost);
  expect((await operator.get(lost)).body).toContain('upload the list again.');
  expect(await ctx.db.prisma.auditEvent.count({ where })).toBe(0);
  const complete = String((await preview()).headers.location);
  const editor = await operatorOn(ctx, app, 'en', 'editor');
  expect((await editor.get(complete)).statusCode).toBe(403);
  expect((await operator.post(complete)).headers.location).toBe(
    `${complete}?done=subscribers-imported`,
  );
  expect(await ctx.db.prisma.auditEvent.findMany({ where })).toMatchObject([{ target: 'csv' }]);
});

test('shows the report in German, including the reasons', async () => {
  const { ctx, operator } = await setup('de');
  await addReader(ctx, { email: 'here@example.org' });
  const text = 'email,status\nbad,\nhere@example.org,unsubscribed\n';
  const looked = await operator.send(url, { ...given, text });
  const page = await operator.follow(looked);
  expect(page.body).toContain('Vorschau');
  expect(lines(page.body)).toEqual([expect.stringMatching(/^2: .*Adresse/)]);
  expect(page.body).toContain('hat diese Liste verlassen (abbestellt)');
  const refused = await operator.send(url, { ...given, text: 'name,age\nAda,36\n' });
  expect(refused.body).toContain(
    'role="alert">Wir haben keine Spalte mit E-Mail-Adressen gefunden.',
  );
});

test('shows an import as interrupted within a minute of a crash, and can run it again', async () => {
  const { ctx, operator } = await setup();
  const list = 'ada@example.org\nbob@example.org\neve@example.org\n';
  const job = String(
    (await operator.send(url, given, { name: 'list.csv', content: list })).headers.location,
  );
  const id = Number(job.split('/').at(-1));
  // The process died after importing two of its rows.
  expect(await startJob(ctx, id)).toBe(true);
  await addReader(ctx, { email: 'ada@example.org' });
  await addReader(ctx, { email: 'bob@example.org' });
  expect((await operator.get(job)).body).toContain('Running…');
  await operator.send(job, {});
  expect(await ctx.db.prisma.subscriber.count()).toBe(2);
  await ctx.db.run(sql`update job set lease_until = clock_timestamp()`);
  expect((await operator.get(job)).body).toMatch(/Interrupted: .*Import again<\/button>/s);
  await Promise.all([operator.send(job, {}), operator.send(job, {})]);
  expect(figures((await operator.get(job)).body)).toEqual([3, 1, 0, 2, 0]);
  expect(await emails(ctx)).toEqual(['ada@example.org', 'bob@example.org', 'eve@example.org']);
});
