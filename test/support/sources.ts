import { createServer, type RequestListener } from 'node:http';
import { onTestFinished } from 'vitest';

/** A server that stands in for a paper source. */
export async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as { port: number }).port}`;
}

/** An item of a Hugging Face response. */
export const daily = (id: string, more: object = {}, outer: object = {}) => ({
  paper: {
    id,
    title: `Paper ${id}`,
    summary: 'A summary\nover lines.',
    authors: [{ name: 'Ada Lindqvist' }, { name: 'Hidden', hidden: true }],
    publishedAt: '2026-03-08T17:59:59.000Z',
    submittedOnDailyAt: '2026-03-10T00:00:00.000Z',
    upvotes: 5,
    githubRepo: 'https://code.example/x',
    ai_keywords: ['sparse', 'vision'],
    ...more,
  },
  numComments: 2,
  unknownField: { anything: true },
  ...outer,
});

/** Hugging Face's response for one day, with no papers on other days. */
export async function huggingFace(items: unknown[]) {
  return serve((request, response) => {
    const asked = new URL(request.url ?? '', 'http://x').searchParams;
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify(asked.get('date') === '2026-03-10' && asked.get('p') === '0' ? items : []),
    );
  });
}

/** A response of the arXiv API. */
export const atom = (...entries: string[]) => `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><id>x</id><title>ArXiv Query</title><updated>2026-03-10T00:00:00Z</updated>${entries.join('')}</feed>`;
export const entry = (
  id: string,
  published = '2026-03-09T10:00:00Z',
) => `<entry><id>http://arxiv.org/abs/${id}</id><updated>${published}</updated>
<published>${published}</published><title>On ${id} &amp; more</title><summary> A summary. </summary><author><name>Ada Lindqvist</name></author><author><name>Kwame Asare</name></author>
<arxiv:doi xmlns:arxiv="http://arxiv.org/schemas/atom">10.1000/${id}</arxiv:doi><link href="http://arxiv.org/pdf/${id}" rel="related" title="pdf" type="application/pdf"/>
<category term="cs.CL" scheme="http://arxiv.org/schemas/atom"/></entry>`;
