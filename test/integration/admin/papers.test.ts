import { expect, test } from 'vitest';
import { importPapers } from '../../../src/papers/import/import.ts';
import { savePapers } from '../../../src/papers/import/save.ts';
import type { Context } from '../../../src/context.ts';
import { sql } from '../../../src/db/sql.ts';
import { startApp } from '../../support/app.ts';
import { freshContext } from '../../support/context.ts';
import { addPapers } from '../../support/readers.ts';
import { daily, huggingFace, serve } from '../../support/sources.ts';
import { uploader } from '../../support/upload.ts';

async function setup(env: Record<string, string> = {}, language = 'en') {
  const { ctx, clock } = await freshContext(env);
  const app = await startApp(ctx);
  return { ctx, clock, app, operator: await uploader(ctx, app, language) };
}

const titles = (body: string) =>
  [...body.matchAll(/\/admin\/papers\/\d+">([^<]+)</g)].map(([, title]) => title);

/** The fields of a form as a browser would submit them. */
function fieldsOf(body: string): Record<string, string> {
  const text = (html = '') =>
    html
      .replaceAll('&#34;', '"')
      .replaceAll('&#39;', "'")
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&');
  const form = body.slice(body.indexOf('<form class="panel"'));
  const inputs = [...form.matchAll(/<input[^>]* name="([\w-]+)"[^>]*? value="([^"]*)"/g)];
  const areas = [...form.matchAll(/<textarea[^>]* name="([\w-]+)"[^>]*>([^<]*)</g)];
  return Object.fromEntries(
    [...inputs, ...areas].map(([, name = '', value]) => [name, text(value)]),
  );
}

async function paperOf(ctx: Context, id: number) {
  return ctx.db.prisma.paper.findUnique({ where: { id } });
}

test('lists papers by day and by search, with pages', async () => {
  const { ctx, operator } = await setup();
  await addPapers(ctx, '2026-03-08', ['An Old Paper about Rivers']);
  await addPapers(
    ctx,
    '2026-03-09',
    Array.from({ length: 60 }, (_, n) => `Paper ${n + 1}`),
  );
  await addPapers(ctx, '2026-03-12', ['<b>Of Days</b> to Come']);
  const today = await operator.get('/admin/papers');
  expect(today.body).toContain('Monday 9 March 2026');
  expect(titles(today.body)).toHaveLength(50);
  expect(titles(today.body)[0]).toBe('Paper 60');
  const [, more = ''] = /rel="next" href="([^"]+before[^"]+)"/.exec(today.body) ?? [];
  expect(titles((await operator.get(more.replaceAll('&amp;', '&'))).body)).toHaveLength(10);
  expect(today.body).toContain('href="/admin/papers?date=2026-03-08"');
  expect(today.body).toContain('href="/admin/papers?date=2026-03-12"');
  const coming = await operator.get('/admin/papers?date=2026-03-12');
  expect(coming.body).toContain('&lt;b&gt;Of Days&lt;/b&gt; to Come');
  expect(titles((await operator.get('/admin/papers?q=rivers')).body)).toEqual([
    'An Old Paper about Rivers',
  ]);
  const found = await operator.get('/admin/papers?q=paper');
  expect(titles(found.body)).toHaveLength(50);
  const [, next = ''] = /rel="next" href="([^"]+)"/.exec(found.body) ?? [];
  expect(titles((await operator.get(next.replaceAll('&amp;', '&'))).body)).toHaveLength(11);
});

test('adds a paper with its values; errors are shown next to the field', async () => {
  const { ctx, operator } = await setup();
  const typed = {
    title: 'On Rivers',
    authors: 'Ada Lindqvist\nSmith, Jr., John',
    url: 'https://example.org/a',
    categories: 'cs.CL\ncs.LG',
    listedOn: '',
    arxivId: 'arXiv:2510.12345v2',
  };
  const added = await operator.post('/admin/papers/new', typed);
  const [paper] = await ctx.db.prisma.paper.findMany();
  expect(added.headers.location).toBe(`/admin/papers/${paper?.id}?done=paper-added`);
  expect(paper).toMatchObject({
    source: 'manual',
    arxivId: '2510.12345',
    authors: ['Ada Lindqvist', 'Smith, Jr., John'],
    authorCount: 2,
    categories: ['cs.CL', 'cs.LG'],
    listedOn: new Date('2026-03-10T00:00:00Z'),
  });
  for (const [field, value] of [
    ['title', ' '],
    ['url', 'javascript:alert(1)'],
    ['arxivId', 'x'],
    ['doi', 'x'],
    ['publishedOn', '2026-02-30'],
    ['authorCount', 'many'],
    ['keywords', 'k'.repeat(101)],
  ] as const) {
    const answer = await operator.post('/admin/papers/new', {
      ...typed,
      abstract: 'a <typed> one',
      [field]: value,
    });
    expect([field, answer.statusCode]).toEqual([field, 422]);
    expect(answer.body).toMatch(new RegExp(`id="${field}-error" role="alert">`));
    expect(answer.body).toContain('a &lt;typed&gt; one');
  }
  expect(await ctx.db.prisma.paper.count()).toBe(1);
});

test('preserves edited and removed values against later fetches and imports', async () => {
  const { ctx, operator } = await setup();
  const base = {
    arxivId: '2510.00001',
    title: 'On $\\ell_1$ "Rivers"',
    abstract: 'Of <water>\n& more.',
    codeUrl: 'https://code.example/wrong',
    stars: 4000,
    authors: ['Ada', 'Kwame'],
    keywords: ['a, b', 'c'],
  };
  const {
    ids: [id = 0],
  } = await savePapers(ctx.db, [base], {
    source: 'huggingface',
    listedOn: '2026-03-09',
    now: ctx.now,
  });
  const page = await operator.get(`/admin/papers/${id}`);
  const fields = fieldsOf(page.body);
  const edited = await operator.post(`/admin/papers/${id}`, {
    ...fields,
    title: 'On Better Rivers',
    codeUrl: '',
    authors: 'Ada\r\n',
  });
  expect(edited.headers.location).toBe(`/admin/papers/${id}?done=paper-edited`);
  expect(await paperOf(ctx, id)).toMatchObject({
    title: 'On Better Rivers',
    codeUrl: null,
    stars: null,
    authors: ['Ada'],
    authorCount: 1,
    editedFields: ['authorCount', 'authors', 'codeUrl', 'title'],
    keywords: ['a, b', 'c'],
  });
  const again = {
    ...base,
    abstract: `${base.abstract} And a longer one.`,
    authors: ['Ada', 'Kwame', 'Mei'],
    upvotes: 7,
  };
  await savePapers(ctx.db, [again], {
    source: 'huggingface',
    listedOn: '2026-03-09',
    now: ctx.now,
  });
  await importPapers(ctx, JSON.stringify([again]), { format: 'json' });
  expect(await paperOf(ctx, id)).toMatchObject({
    title: 'On Better Rivers',
    codeUrl: null,
    authors: ['Ada'],
    authorCount: 1,
    upvotes: 7,
    abstract: expect.stringContaining('And a longer one.'),
  });
  expect(await ctx.db.prisma.paper.count()).toBe(1);
  expect((await operator.get(`/admin/papers/${id}`)).body.match(/edited by hand/g)).toHaveLength(4);
});

test('changes nothing if a form is submitted unedited, even after a source changed the paper', async () => {
  const { ctx, operator } = await setup();
  const base = {
    arxivId: '2510.00001',
    title: 'On Rivers',
    abstract: 'Short.',
    keywords: ['a, b'],
  };
  const {
    ids: [id = 0],
  } = await savePapers(ctx.db, [base], {
    source: 'huggingface',
    listedOn: '2026-03-09',
    now: ctx.now,
  });
  const fields = fieldsOf((await operator.get(`/admin/papers/${id}`)).body);
  await savePapers(ctx.db, [{ ...base, abstract: 'A much longer abstract.' }], {
    source: 'huggingface',
    listedOn: '2026-03-09',
    now: ctx.now,
  });
  await operator.post(`/admin/papers/${id}`, { ...fields, keywords: 'a, b\nc' });
  expect(await paperOf(ctx, id)).toMatchObject({
    abstract: 'A much longer abstract.',
    keywords: ['a, b', 'c'],
    editedFields: ['keywords'],
  });
  const same = await operator.post(
    `/admin/papers/${id}`,
    fieldsOf((await operator.get(`/admin/papers/${id}`)).body),
  );
  expect(same.headers.location).toBe(`/admin/papers/${id}`);
  expect((await paperOf(ctx, id))?.editedFields).toEqual(['keywords']);
});

test('lists a paper on the day it is moved to', async () => {
  const { ctx, clock, operator } = await setup();
  const [id = 0] = await addPapers(ctx, '2026-03-09', ['On Rivers']);
  clock.set('2026-03-10T12:00:00Z');
  await operator.post(`/admin/papers/${id}`, {
    ...fieldsOf((await operator.get(`/admin/papers/${id}`)).body),
    listedOn: '2026-03-10',
  });
  expect(await paperOf(ctx, id)).toMatchObject({
    listedOn: new Date('2026-03-10T00:00:00Z'),
    listedAt: new Date('2026-03-10T12:00:00Z'),
    editedFields: ['listedOn'],
  });
});

test('imports a copied page with a report; another text gets an error next to the field', async () => {
  const { ctx, operator } = await setup();
  const entry = (n: number) =>
    `A Title of ${n}\r\n\r\nAn abstract of ${n}.\r\n• ${n} authors\r\n·\r\nFeb ${n}\r\n`;
  const page = `Daily Papers\r\nMar 9\r\n${[2, 3, 4].map(entry).join('\r\n')}`;
  const done = await operator.send('/admin/papers/import', {
    format: 'page',
    date: '',
    text: page,
  });
  expect(done.statusCode).toBe(303);
  const report = await operator.follow(done);
  expect(report.body).toContain('Result');
  const count = await ctx.db.prisma.paper.count();
  expect(count).toBe(3);
  expect(report.body).toContain(`<dd>${count}</dd>`);
  const again = await operator.follow(
    await operator.send(
      '/admin/papers/import',
      { format: 'page', date: '' },
      { name: 'page.txt', content: page },
    ),
  );
  expect(again.body).toMatch(new RegExp(`unchanged</dt>\\s*<dd>${count}</dd>`));
  const wrong = await operator.send('/admin/papers/import', {
    format: 'page',
    date: '2026-03-01',
    text: 'Nothing <of> the kind',
  });
  expect(wrong.statusCode).toBe(422);
  expect(wrong.body).toMatch(
    /id="file-error" role="alert">This isn’t a copied Daily Papers page: .*line 1/,
  );
  expect(wrong.body).toContain('Nothing &lt;of&gt; the kind');
  expect(wrong.body).toContain('value="2026-03-01"');
  expect(await ctx.db.prisma.job.count()).toBe(2);
  const day = await operator.send('/admin/papers/import', {
    format: 'page',
    date: '2026-02-30',
    text: page,
  });
  expect([day.statusCode, day.body.includes('id="date-error"')]).toEqual([422, true]);
});

test('reports unreadable lines by number and imports the rest', async () => {
  const { ctx, operator } = await setup();
  const text =
    '{"title":"One"}\n{"title":""}\nnot json\n\n{"title":"Two","url":"ftp://x"}\n{"title":"Three"}\n';
  const report = await operator.follow(
    await operator.send('/admin/papers/import', { format: 'ndjson', text }),
  );
  expect([...report.body.matchAll(/<td class="number">(\d+)</g)].map(([, line]) => line)).toEqual([
    '2',
    '3',
    '5',
  ]);
  expect(
    (await ctx.db.prisma.paper.findMany({ orderBy: { id: 'asc' } })).map(({ title }) => title),
  ).toEqual(['One', 'Three']);
});

test('reports a fetch by source, including a failure', async () => {
  const away = await serve((_request, response) => void response.writeHead(404).end());
  const { ctx, app, operator } = await setup({
    PAPER_SOURCES: 'huggingface,arxiv:cs.CL',
    HUGGINGFACE_URL: await huggingFace([daily('2603.00001'), daily('2603.00002')]),
    ARXIV_API_URL: away,
    ARXIV_RSS_URL: away,
  });
  const fetched = await operator.post('/admin/papers/fetch');
  const report = await operator.follow(fetched);
  expect(report.body).toMatch(/huggingface<\/th>\s*<td class="number">2<\/td>/);
  expect(report.body).toMatch(/arxiv:cs\.CL<\/th>\s*<td class="number">0<\/td>.*failing/s);
  const german = await (await uploader(ctx, app, 'de')).follow(fetched);
  expect(german.body).toMatch(/gestört<\/span>\s*Antwort 404/);
  const sources = await operator.get('/admin/papers/sources');
  expect(sources.body).toMatch(/huggingface\s+<span class="state is-healthy">/);
  expect(sources.body).toMatch(/arxiv:cs\.CL\s+<span class="state is-failing">/);
  expect(sources.body).toContain('2 papers');
  expect(sources.body).toContain('rect class="failed"');
  expect(
    await ctx.db.prisma.auditEvent.findMany({ where: { action: 'papers-fetched' } }),
  ).toHaveLength(1);
});

test('shows that the process of a job died', async () => {
  const { ctx, operator } = await setup();
  await ctx.db.run(
    sql`insert into job (kind, started_at) values ('fetch', clock_timestamp() - interval '31 minutes'), ('fetch', clock_timestamp())`,
  );
  const [lost, running] = await ctx.db.prisma.job.findMany({ orderBy: { id: 'asc' } });
  await ctx.db.run(
    sql`update job set lease_until = clock_timestamp() + interval '1 minute' where id = ${running?.id ?? 0}`,
  );
  expect((await operator.get(`/admin/jobs/${lost?.id}`)).body).toContain(
    'Interrupted: the program stopped',
  );
  expect((await operator.get(`/admin/jobs/${running?.id}`)).body).toContain('Running…');
});

test.each([
  ['de', /<h2[^>]*>\s*Ergebnis\s*</],
  ['zh', /<h2[^>]*>\s*结果\s*</],
])('in %s', async (language, did) => {
  const { operator } = await setup({}, language);
  const report = await operator.follow(
    await operator.send('/admin/papers/import', { format: 'json', text: '[{"title":"One"}]' }),
  );
  expect(report.body).toMatch(did);
  expect((await operator.get('/admin/papers/sources')).statusCode).toBe(200);
  expect((await operator.get('/admin/papers/new')).statusCode).toBe(200);
});
