import { mkdtempSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { safeRedirectTarget } from '../src/admin/accounts/origin.ts';
import { bearerToken } from '../src/admin/accounts/api-keys.ts';
import { start } from '../src/app/bootstrap.ts';
import { readConfig } from '../src/config/config.ts';
import { latexToHtml, latexToText } from '../src/lib/latex/latex.ts';
import { hideAddresses } from '../src/lib/text/redact.ts';
import { classify } from '../src/outbox/classification/classify.ts';
import { arxivIdIn } from '../src/papers/arxiv-id.ts';
import { arxivIdOfDoi, doiIn } from '../src/papers/doi.ts';
import { parseAddress } from '../src/subscribers/address.ts';
import { buildApp } from '../src/web/app.ts';
import { deleteDataDir } from '../src/db/embedded.ts';
import {
  type HostileRequest,
  hostileRequests,
  json,
  key,
  post,
  send,
} from '../test/hostile/requests.ts';
import { hostileTexts } from '../test/hostile/texts.ts';
import { hostileUploads } from '../test/hostile/uploads.ts';

// npm run bench:hostile: the CPU milliseconds that each parser of untrusted text needs for the
// worst of many hostile texts of 90 KB, and the longest delay of the event loop during a hostile
// request or upload. Exits with 1 if a parser takes more than 50 ms or a request blocks for 250 ms longer
// than an ordinary one.

const longestParse = 50;
const longestBlock = 250;

/** Texts with formulas of 90 KB are truncated to the length of an abstract before conversion. */
const parsers: Record<string, (text: string) => unknown> = {
  address: (text) => parseAddress(`ada@${text}`),
  'arXiv id': arxivIdIn,
  'arXiv id of a DOI': arxivIdOfDoi,
  DOI: doiIn,
  'next page': (text) => safeRedirectTarget(`/admin/${text}`),
  'bearer token': (text) => bearerToken(`Bearer ${text}`),
  redaction: hideAddresses,
  'reply of a mail server': (text) => classify({ text }),
  'LaTeX to text': (text) => latexToText(text.slice(0, 20_000)),
  'LaTeX to HTML': (text) => latexToHtml(text.slice(0, 20_000)),
};

/** The best of three runs, because other processes use the cores too. */
async function bestOf(measure: () => number | Promise<number>): Promise<number> {
  const found = [await measure(), await measure(), await measure()];
  return Math.min(...found);
}

function cpuTime(act: () => unknown): number {
  const before = process.cpuUsage();
  act();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

async function slowest<T>(
  inputs: T[],
  measure: (input: T) => Promise<number>,
): Promise<{ input: T | undefined; ms: number }> {
  let worst: { input: T | undefined; ms: number } = { input: undefined, ms: 0 };
  for (const input of inputs) {
    const ms = await measure(input);
    if (ms > worst.ms) worst = { input, ms };
  }
  return worst;
}

/** Returns the longest delay of the event loop during a request. */
async function blockedBy(port: number, request: HostileRequest): Promise<number> {
  const delays = monitorEventLoopDelay({ resolution: 5 });
  delays.enable();
  await send(port, request);
  delays.disable();
  return delays.max / 1e6;
}

for (const [name, parse] of Object.entries(parsers)) {
  const { input = '', ms } = await slowest(hostileTexts, (text) =>
    bestOf(() => cpuTime(() => parse(text))),
  );
  console.log(
    `${name.padEnd(24)} ${ms.toFixed(1).padStart(7)} ms  ${JSON.stringify(input.slice(0, 8))}`,
  );
  if (ms > longestParse) process.exitCode = 1;
}

const dataDir = mkdtempSync(path.join(tmpdir(), 'daily-papers-hostile-'));
const { ctx, close } = await start(
  readConfig({
    DATA_DIR: dataDir,
    PAPER_SOURCES: '',
    LOG_LEVEL: 'silent',
    ADMIN_API_KEY: key,
    SUBSCRIBE_RATE: '100000',
    SEARCH_RATE: '100000',
    TRUST_PROXY: '127.0.0.1',
  }),
);
const app = await buildApp(ctx);
try {
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const ordinary = post('ordinary', '/subscribe', json, '{"email":"ada@example.org"}');
  for (let warmUp = 0; warmUp < 5; warmUp += 1) await blockedBy(port, ordinary);
  const baseline = await bestOf(() => blockedBy(port, ordinary));
  console.log(`event loop, ordinary     ${baseline.toFixed(1).padStart(7)} ms`);
  for (const [kind, requests] of Object.entries({
    request: hostileRequests,
    upload: hostileUploads,
  })) {
    const { input, ms } = await slowest(requests, async (request) => {
      // Sign-in allows ten attempts a minute.
      await ctx.db.prisma.rateLimit.deleteMany();
      return bestOf(() => blockedBy(port, request));
    });
    console.log(
      `event loop, ${kind.padEnd(12)} ${ms.toFixed(1).padStart(7)} ms  ${input?.path.slice(0, 30)} ${input?.name}`,
    );
    if (ms > baseline + longestBlock) process.exitCode = 1;
  }
} finally {
  await app.close();
  await close();
  await deleteDataDir(dataDir);
}
