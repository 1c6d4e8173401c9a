import { performance } from 'node:perf_hooks';
import { pino } from 'pino';
import { readConfig } from '../src/config/config.ts';
import type { Context } from '../src/context.ts';
import { connect } from '../src/db/client.ts';
import { keyring } from '../src/db/keyring.ts';
import { makeJoiner } from '../src/delivery/join.ts';
import type { Pooled } from '../src/digests/digest.ts';
import type { MailedDigest } from '../src/digests/mail/sql.ts';
import { composeMail, fillMail } from '../src/digests/mail/digest-mail.ts';
import { samplePapers } from '../src/papers/sources/sample.ts';
import { fullPaper } from '../src/papers/paper.ts';
import { readCatalogue } from '../src/lib/i18n/words.ts';
import { median } from './lib/median.ts';

// npm run bench:render: the time of MJML and encoding per digest, then messages per second on one
// core, plain and personal. It needs no database.

const ctx: Context = {
  config: readConfig({
    PUBLIC_URL: 'https://papers.example.org',
    MAIL_FROM: 'papers@papers.example',
  }),
  log: pino({ level: 'silent' }),
  // No database is contacted: a pool connects with its first query.
  db: connect('postgresql://nobody@127.0.0.1:1/none', 1),
  keys: keyring(['a key for the benchmark, thirty-two characters']),
  words: readCatalogue(),
  now: () => new Date(),
  sleep: async () => {},
};

const pool: Pooled[] = samplePapers()
  .slice(0, 24)
  .map(({ title, abstract, categories, upvotes, comments }, index) => ({
    rank: index + 1,
    score: upvotes ?? 0,
    content: {
      ...fullPaper.parse({
        id: index + 1,
        source: 'file',
        title,
        abstract,
        summary: null,
        authors: ['Ada Lindqvist', 'Kwame Asare'],
        authorCount: 5,
        organization: null,
        publishedOn: '2026-03-09',
        listedOn: '2026-03-10',
        upvotes,
        comments,
        stars: null,
        thumbnailUrl: null,
        arxivId: null,
        doi: null,
        keywords: [],
        url: null,
        pdfUrl: 'https://papers.example.org/a.pdf',
        codeUrl: null,
        projectUrl: null,
        categories,
      }),
      reasons: [],
    },
  }));
const digest: MailedDigest = {
  id: 1,
  kind: 'daily',
  date: '2026-03-10',
  subject: 'A subject',
  isSubjectEdited: false,
  issueSize: 10,
};

/**
 * Calls per second of CPU time, which is independent of other load on the machine. Runs for two
 * seconds of CPU time.
 */
function rate(work: (n: number) => void): number {
  for (let n = 0; n < 2000; n += 1) work(n);
  const spent = () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  };
  const began = spent();
  let count = 0;
  for (; count % 100 > 0 || spent() - began < 2; count += 1) work(count);
  return count / (spent() - began);
}

const times: number[] = [];
let mail = await composeMail(ctx, digest, pool);
for (let run = 0; run < 5; run += 1) {
  const began = performance.now();
  mail = await composeMail(ctx, digest, pool);
  times.push(performance.now() - began);
}
const recipient = { subscriberId: 123_456, address: 'reader@reader.example', moves: 0 };
const join = makeJoiner();
let bytes = 0;
const plain = rate(() => {
  bytes += join(fillMail(ctx, mail, recipient).body).length;
});
const personal = rate((n) => {
  const ranks = Array.from({ length: 10 }, (_, place) => 1 + ((n + place * 2) % pool.length));
  bytes += join(fillMail(ctx, mail, recipient, ranks).body).length;
});
console.log(
  `digest with a pool of ${pool.length}: MJML, text and encoding in ${median(times).toFixed(0)} ms (html ${mail.html.length} bytes)`,
);
console.log(
  `messages with ten papers: ${plain.toFixed(0)}/s, with a personal list ${personal.toFixed(0)}/s (${(personal / plain).toFixed(2)})`,
);
await ctx.db.close();
process.exitCode = bytes > 0 ? 0 : 1;
