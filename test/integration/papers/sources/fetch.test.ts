import { expect, test } from 'vitest';
import { fetchPapers } from '../../../../src/papers/sources/fetch.ts';
import { importPapers } from '../../../../src/papers/import/import.ts';
import { freshContext } from '../../../support/context.ts';
import { addPapers } from '../../../support/readers.ts';
import { atom, daily, entry, huggingFace, serve } from '../../../support/sources.ts';

test('Hugging Face: imports a response, reports one invalid item and imports the rest', async () => {
  const url = await huggingFace([
    daily(
      '2603.00001',
      {
        ai_summary: 'In one sentence.',
        organization: { name: 'examplelab', fullname: 'Example Lab' },
        githubStars: 12,
        projectPage: 'https://project.example',
      },
      { thumbnail: 'https://cdn.example/1.png' },
    ),
    { paper: { id: '2603.00002', title: 'Bare' } },
    { paper: { title: 'no id' } },
    'no object',
    daily('2603.00003', {
      upvotes: 'many',
      authors: 7,
      publishedAt: 'yesterday',
      githubRepo: 'javascript:alert(1)',
    }),
  ]);
  const { ctx } = await freshContext({ PAPER_SOURCES: 'huggingface', HUGGINGFACE_URL: url });
  const report = await fetchPapers(ctx);
  expect(report).toMatchObject({ added: 3, failed: [] });
  expect(report.skipped).toHaveLength(2);
  const [first, bare, odd] = await ctx.db.prisma.paper.findMany({ orderBy: { id: 'asc' } });
  expect(first).toMatchObject({
    source: 'huggingface',
    arxivId: '2603.00001',
    abstract: 'A summary over lines.',
    authors: ['Ada Lindqvist'],
    publishedOn: new Date('2026-03-08'),
    listedOn: new Date('2026-03-10'),
    upvotes: 5,
    comments: 2,
    codeUrl: 'https://code.example/x',
    pdfUrl: 'https://arxiv.org/pdf/2603.00001',
    keywords: ['sparse', 'vision'],
    summary: 'In one sentence.',
    organization: 'Example Lab',
    stars: 12,
    projectUrl: 'https://project.example/',
    thumbnailUrl: 'https://cdn.example/1.png',
  });
  expect(bare).toMatchObject({ title: 'Bare', upvotes: null, listedOn: new Date('2026-03-10') });
  expect(odd).toMatchObject({ upvotes: null, codeUrl: null, authors: [] });
  expect(await fetchPapers(ctx)).toMatchObject({ added: 0, updated: 0, unchanged: 3 });
});

test('takes the listing day from the source: a weekend’s response is not today’s papers', async () => {
  const url = await huggingFace([
    daily('2603.00001', { submittedOnDailyAt: '2026-03-06T00:00:00.000Z' }),
  ]);
  const { ctx } = await freshContext({ PAPER_SOURCES: 'huggingface', HUGGINGFACE_URL: url });
  await fetchPapers(ctx);
  expect((await ctx.db.prisma.paper.findFirst())?.listedOn).toEqual(new Date('2026-03-06'));
});

test('arXiv: imports an Atom feed, updates a new version and ignores old entries', async () => {
  const asked: string[] = [];
  const url = await serve((request, response) => {
    asked.push(request.url ?? '');
    response.end(
      atom(
        entry('2603.00001v2'),
        entry('2601.00009v1', '2026-01-01T00:00:00Z'),
        '<entry><id>nonsense</id><title>x</title></entry>',
      ),
    );
  });
  const { ctx } = await freshContext({
    PAPER_SOURCES: 'arxiv:cs.CL+cs.LG',
    ARXIV_API_URL: `${url}/api/query`,
  });
  const report = await fetchPapers(ctx);
  expect(report).toMatchObject({
    added: 1,
    failed: [],
    skipped: [expect.stringContaining('nonsense')],
  });
  expect(asked[0]).toContain('search_query=cat:cs.CL+OR+cat:cs.LG');
  expect(await ctx.db.prisma.paper.findFirst()).toMatchObject({
    source: 'arxiv',
    arxivId: '2603.00001',
    doi: '10.1000/2603.00001v2',
    title: 'On 2603.00001v2 & more',
    authors: ['Ada Lindqvist', 'Kwame Asare'],
    listedOn: new Date('2026-03-10'),
    publishedOn: new Date('2026-03-09'),
    categories: ['cs.CL'],
  });
});

test('stores one row for a paper from two sources', async () => {
  const huggingFaceUrl = await huggingFace([daily('2603.00001')]);
  const arxivUrl = await serve((_request, response) => response.end(atom(entry('2603.00001v1'))));
  const { ctx, clock } = await freshContext({
    PAPER_SOURCES: 'huggingface,arxiv:cs.CL',
    HUGGINGFACE_URL: huggingFaceUrl,
    ARXIV_API_URL: arxivUrl,
  });
  await fetchPapers(ctx);
  expect(await ctx.db.prisma.paper.findMany()).toMatchObject([
    { upvotes: 5, authors: ['Ada Lindqvist', 'Kwame Asare'], categories: ['cs.CL'] },
  ]);
  // arXiv reports no counts, so a repeated fetch is not an observation.
  clock.set('2026-03-10T09:01:00Z');
  await fetchPapers({ ...ctx, config: { ...ctx.config, sources: ['arxiv:cs.CL'] } });
  expect(await ctx.db.prisma.paperCount.count()).toBe(1);
});

test('requests the next page after a full one; a page past the end is empty', async () => {
  const pages: string[] = [];
  const url = await serve((request, response) => {
    const asked = new URL(request.url ?? '', 'http://x').searchParams;
    if (asked.get('date') !== '2026-03-10') {
      response.end('[]');
      return;
    }
    pages.push(asked.get('p') ?? '');
    const items = Array.from({ length: 100 }, (_, n) => daily(`2603.${String(10_000 + n)}`));
    response.end(JSON.stringify(asked.get('p') === '0' ? items : []));
  });
  const { ctx } = await freshContext({ PAPER_SOURCES: 'huggingface', HUGGINGFACE_URL: url });
  expect(await fetchPapers(ctx)).toMatchObject({ added: 100, failed: [] });
  expect(pages).toEqual(['0', '1']);
});

test('imports what a source returned before it failed, starting with today', async () => {
  const url = await serve((request, response) => {
    const date = new URL(request.url ?? '', 'http://x').searchParams.get('date');
    if (date === '2026-03-10') response.end(JSON.stringify([daily('2603.00001')]));
    else response.writeHead(404).end();
  });
  const { ctx } = await freshContext({ PAPER_SOURCES: 'huggingface', HUGGINGFACE_URL: url });
  expect(await fetchPapers(ctx)).toMatchObject({ added: 1, failed: [{ reason: 'answered 404' }] });
});

test('accepts an empty day', async () => {
  const { ctx } = await freshContext({
    PAPER_SOURCES: 'huggingface',
    HUGGINGFACE_URL: await huggingFace([]),
  });
  const nothing = { added: 0, updated: 0, unchanged: 0 };
  const sources = [{ source: 'huggingface', ...nothing }];
  expect(await fetchPapers(ctx)).toEqual({ ...nothing, skipped: [], failed: [], sources });
});

test('cleans text that Postgres cannot store, and imports the other papers', async () => {
  let deep: unknown = 'bottom';
  for (let level = 0; level < 2000; level += 1) deep = [deep];
  const url = await huggingFace([
    daily('2603.00001', {
      title: 'A NUL \0 in it',
      summary: 'half a pair \uD83D',
      unknown: deep,
      'k\0': 1,
    }),
    daily('2603.00002', { summary: String.raw`C strings end with \u0000" and so on` }),
    // Longer than an index entry.
    daily('2603.00003', {
      title: String.fromCodePoint(...Array.from({ length: 1000 }, (_, n) => 0x4e_00 + 7 * n)),
    }),
    daily('2603.00004', { publishedAt: '0000-01-01T00:00:00Z' }),
    daily('2603.00005', {
      authors: Array.from({ length: 9000 }, () => ({ name: 'x'.repeat(200) })),
    }),
  ]);
  const { ctx } = await freshContext({ PAPER_SOURCES: 'huggingface', HUGGINGFACE_URL: url });
  const report = await fetchPapers(ctx);
  expect(report).toMatchObject({ added: 5, failed: [], skipped: [] });
  const [first, second, , fourth, fifth] = await ctx.db.prisma.paper.findMany({
    orderBy: { id: 'asc' },
  });
  expect(first).toMatchObject({ title: 'A NUL in it', abstract: 'half a pair' });
  expect(second?.abstract).toBe(String.raw`C strings end with \u0000" and so on`);
  expect(fourth).toMatchObject({ authors: ['Ada Lindqvist'], publishedOn: null });
  expect(fifth).toMatchObject({ authors: [], authorCount: 9000 });
});

test('Hugging Face: ignores impossible ids, titles, days and links without losing other items', async () => {
  const url = await huggingFace([
    daily('2603.\uD83D'),
    daily(`2603.00001\n`),
    daily('2603.00002', { title: '\uD83D\u202E\u200B' }),
    daily('2603.00003', { title: 'No \u202Ethgir\u2066 to\u0007 left' }),
    // It would be visible in 7973 years.
    daily('2603.00004', { submittedOnDailyAt: '9999-12-31T00:00:00Z' }),
    daily('2603.00005', { submittedOnDailyAt: '2026-02-30', publishedAt: '2026-02-30T00:00:00Z' }),
    daily('2603.00006', { githubRepo: 'https://code.example/\r\nBcc: x\u202E"><script>' }),
    daily(
      '2603.00007',
      { upvotes: 1e308 },
      JSON.parse('{"__proto__": {"numComments": 9}, "constructor": 1}') as object,
    ),
  ]);
  const { ctx } = await freshContext({ PAPER_SOURCES: 'huggingface', HUGGINGFACE_URL: url });
  const report = await fetchPapers(ctx);
  expect(report).toMatchObject({ added: 5, failed: [] });
  expect(report.skipped).toEqual([
    'huggingface: paper.id: an id such as 2510.12345',
    'huggingface: paper.id: an id such as 2510.12345',
    'huggingface: 2603.00002: title: must not be empty',
  ]);
  const today = new Date('2026-03-10');
  expect(await ctx.db.prisma.paper.findMany({ orderBy: { id: 'asc' } })).toMatchObject([
    { title: 'No thgir to left' },
    { arxivId: '2603.00004', listedOn: today },
    { arxivId: '2603.00005', listedOn: today, publishedOn: null },
    { arxivId: '2603.00006', codeUrl: 'https://code.example/Bcc:%20x%E2%80%AE%22%3E%3Cscript%3E' },
    { arxivId: '2603.00007', upvotes: null, comments: 2 },
  ]);
});

test('arXiv: ignores impossible dates, decodes entities and loads no external ones', async () => {
  const days = [
    '2026-02-30T10:00:00Z',
    '0001-01-01T00:00:00Z',
    '+275760-09-13T00:00:00Z',
    '1e9',
    '2026-03-09T23:30:00-05:00',
  ];
  const { ctx } = await freshContext();
  const read = (text: string) => importPapers(ctx, text, { format: 'arxiv' });
  expect(await read(atom(...days.map((day, n) => entry(`2603.0000${n}v1`, day))))).toMatchObject({
    added: 5,
  });
  const published = (await ctx.db.prisma.paper.findMany({ orderBy: { id: 'asc' } })).map(
    (row) => row.publishedOn,
  );
  expect(published).toEqual([null, null, null, null, new Date('2026-03-10')]);
  const titled = (id: string, title: string) =>
    entry(id).replace(/<title>.*<\/title>/, `<title>${title}</title>`);
  const bomb = '<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>';
  const withBomb = atom(
    titled('2603.00005v1', '&b; &lt;b&gt; &#38; &#0;'),
    titled('2603.00006v1', '<![CDATA[<i>x</i> & y]]>'),
  );
  await read(withBomb.replace('?>', `?>${bomb}`));
  const titles = (await ctx.db.prisma.paper.findMany({ orderBy: { id: 'asc' }, skip: 5 })).map(
    ({ title }) => title,
  );
  expect(titles).toEqual(['&b; <b> & \uFFFD', '<i>x</i> & y']);
  const outside = atom(titled('2603.00007v1', '&file;')).replace(
    '?>',
    '?><!DOCTYPE x [<!ENTITY file SYSTEM "file:///etc/passwd">]>',
  );
  for (const text of [
    outside,
    atom('<__proto__><id>x</id></__proto__>'),
    atom('<x>'.repeat(20_000)),
  ])
    await expect(read(text)).rejects.toMatchObject({ status: 422 });
});

test('thins old observations to one per day', async () => {
  const { ctx } = await freshContext({}, '2026-03-30T09:00:00Z');
  const [id = 0] = await addPapers(ctx, '2026-03-10', [{ title: 'Old', upvotes: 1 }]);
  const points = ['2026-03-10T08:00:00Z', '2026-03-10T20:00:00Z', '2026-03-11T08:00:00Z'];
  await ctx.db.prisma.paperCount.deleteMany();
  await ctx.db.prisma.paperCount.createMany({
    data: points.map((at, n) => ({ paperId: id, observedAt: at, upvotes: n })),
  });
  await fetchPapers(ctx);
  expect(
    (await ctx.db.prisma.paperCount.findMany({ orderBy: { observedAt: 'asc' } })).map(
      (point) => point.upvotes,
    ),
  ).toEqual([1, 2]);
});

const rssItem = (
  id: string,
  kind: string,
) => `<item><title>By feed ${id}</title><link>https://arxiv.org/abs/${id}</link>
<description>arXiv:${id}v1 Announce Type: ${kind}
Abstract: What it says.</description><guid isPermaLink="false">oai:arXiv.org:${id}v1</guid><category>cs.CL</category>
<arxiv:announce_type>${kind}</arxiv:announce_type><pubDate>Mon, 09 Mar 2026 00:00:00 -0400</pubDate><dc:creator>Ada Lindqvist, Kwame Asare</dc:creator></item>`;

test('arXiv: reads the RSS feed if the API fails; replacements are not new papers', async () => {
  const items = [
    rssItem('2603.00005', 'new').replace('Kwame Asare', 'Kwame Asare, , '),
    rssItem('2603.00007', 'new').replace('09 Mar', '30 Feb'),
    rssItem(`2603.00008${'x'.repeat(100_000)}`, 'new'),
    rssItem('2603.00006', 'replace'),
    '<item><title>Odd</title></item>',
  ];
  const url = await serve((request, response) => {
    if (request.url?.startsWith('/api')) {
      response.writeHead(404).end();
      return;
    }
    expect(request.url).toBe('/rss/cs.CL+cs.LG');
    response.end(`<?xml version="1.0"?><rss xmlns:arxiv="http://arxiv.org/schemas/atom"
      xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0"><channel><title>cs.CL</title>${items.join('')}</channel></rss>`);
  });
  const { ctx } = await freshContext({
    PAPER_SOURCES: 'arxiv:cs.CL+cs.LG',
    ARXIV_API_URL: `${url}/api/query`,
    ARXIV_RSS_URL: `${url}/rss`,
  });
  const report = await fetchPapers(ctx);
  expect(report).toMatchObject({
    added: 2,
    failed: [],
    skipped: [expect.any(String), expect.any(String)],
  });
  expect(Math.max(...report.skipped.map((reason) => reason.length))).toBeLessThan(330);
  expect(await ctx.db.prisma.paper.findMany({ orderBy: { id: 'asc' } })).toMatchObject([
    {
      title: 'By feed 2603.00005',
      abstract: 'What it says.',
      authors: ['Ada Lindqvist', 'Kwame Asare'],
      arxivId: '2603.00005',
      categories: ['cs.CL'],
      listedOn: new Date('2026-03-09'),
    },
    { arxivId: '2603.00007', listedOn: new Date('2026-03-10') },
  ]);
});

test('arXiv: lists a paper on its announcement day, or today if the last fetch did not see it', async () => {
  const entries = [
    entry('2603.00001v1', '2026-03-05T10:00:00Z'),
    entry('2603.00002v1', '2026-03-09T10:00:00Z'),
  ];
  const url = await serve((_request, response) => response.end(atom(...entries)));
  const { ctx, clock } = await freshContext({ PAPER_SOURCES: 'arxiv:cs.CL', ARXIV_API_URL: url });
  const listed = async () =>
    Object.fromEntries(
      (await ctx.db.prisma.paper.findMany()).map((row) => [
        row.arxivId,
        row.listedOn.toISOString().slice(0, 10),
      ]),
    );
  await fetchPapers(ctx);
  expect(await listed()).toEqual({ '2603.00001': '2026-03-06', '2603.00002': '2026-03-10' });
  // Moderators held this one.
  entries.push(entry('2603.00003v1', '2026-03-06T10:00:00Z'));
  clock.set('2026-03-11T09:00:00Z');
  await fetchPapers(ctx);
  expect(await listed()).toEqual({
    '2603.00001': '2026-03-06',
    '2603.00002': '2026-03-10',
    '2603.00003': '2026-03-11',
  });
});

test('arXiv: treats a feed with only the entry "Error" as a failure with its reason', async () => {
  const error = `<entry><id>http://arxiv.org/api/errors#x</id><title>Error</title><summary>incorrect id format</summary></entry>`;
  const url = await serve((_request, response) => response.end(atom(error)));
  const { ctx } = await freshContext({ PAPER_SOURCES: 'arxiv:cs.CL', ARXIV_API_URL: url });
  expect(await fetchPapers(ctx)).toMatchObject({
    added: 0,
    skipped: [],
    failed: [{ reason: 'answered: incorrect id format' }],
  });
});

test('arXiv: reports the API’s reason if both fail', async () => {
  const url = await serve((_request, response) => response.writeHead(404).end());
  const { ctx } = await freshContext({
    PAPER_SOURCES: 'arxiv:cs.CL',
    ARXIV_API_URL: url,
    ARXIV_RSS_URL: url,
  });
  expect((await fetchPapers(ctx)).failed).toMatchObject([
    { source: 'arxiv:cs.CL', reason: 'answered 404' },
  ]);
});

test('imports a response of arXiv’s API from a file and rejects anything else', async () => {
  const { ctx } = await freshContext();
  const report = await importPapers(ctx, atom(entry('2603.00007v2') + entry('no-id')), {
    format: 'arxiv',
  });
  expect(report).toMatchObject({
    read: 2,
    added: 1,
    rejected: [{ line: 2, reason: expect.stringContaining('no arXiv id') }],
  });
  await expect(importPapers(ctx, 'Dear reader', { format: 'arxiv' })).rejects.toMatchObject({
    status: 422,
  });
});
