import { type HostileRequest, operator, post } from './requests.ts';

const repeat = (part: string, size = 1_000_000) => part.repeat(Math.floor(size / part.length));
const lines = (line: (n: number) => object, count: number) =>
  Array.from({ length: count }, (_, n) => JSON.stringify(line(n))).join('\n');

const papers = (name: string, format: string, body: string) =>
  post(name, `/api/v1/papers/import?format=${format}`, operator, body);
const suppressions = (name: string, body: string) =>
  post(name, '/api/v1/suppressions/import', operator, body);

const head = '<feed xmlns="http://www.w3.org/2005/Atom">';
const author = '<author><name>Ada Byron</name></author>';
const entry = `<entry><id>http://arxiv.org/abs/2603.00001</id><title>A</title>${author.repeat(5000)}</entry>`;

/** Uploads of many rows, or of rows that are slow to read. */
export const hostileUploads: HostileRequest[] = [
  papers('empty objects', 'ndjson', repeat('{}\n')),
  papers('empty items', 'json', `[${repeat('{},')}{}]`),
  papers('short lines', 'page', repeat('a\n')),
  papers('long lines', 'page', `Daily Papers\nMar 10\n${repeat(`${'\\frac{'.repeat(9000)}\n`)}`),
  papers('many authors', 'arxiv', `${head}${entry.repeat(2)}</feed>`),
  papers(
    'long titles',
    'ndjson',
    lines((n) => ({ title: `${n}${'\\frac{'.repeat(160)}` }), 200),
  ),
  papers(
    'long abstracts',
    'ndjson',
    lines((n) => ({ title: `${n} a`, abstract: 'a b '.repeat(9000) }), 50),
  ),
  papers(
    'equal titles',
    'ndjson',
    lines((n) => ({ title: 'A', arxivId: `2603.${10_000 + n}` }), 5000),
  ),
  suppressions('short rows', `email\n${repeat('a\n', 200_000)}`),
  suppressions(
    'wide rows',
    `email${','.repeat(2000)}\n${repeat(`a${','.repeat(2000)}\n`, 200_000)}`,
  ),
];
