import { spawn } from 'node:child_process';
import { get } from 'node:http';
import { z } from 'zod';

/** Headers that a browser sends. */
const browserHeaders = [
  'accept=text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
  'accept-encoding=gzip, deflate, br',
  'accept-language=en-US,en;q=0.9',
];

/** The same headers as arguments of autocannon. */
export const browser = browserHeaders.flatMap((header) => ['-H', header]);

const measured = z.object({
  requests: z.object({ average: z.number(), total: z.number() }),
  latency: z.object({ p50: z.number(), p99: z.number() }),
  non2xx: z.number(),
  errors: z.number(),
});
export type Measured = z.output<typeof measured>;

/**
 * Sends requests to `url` for a number of seconds.
 * @throws Error on a failed request or a status other than 2xx
 */
export async function ask(
  url: string,
  duration: number,
  more: string[],
  expected3xx = false,
): Promise<Measured> {
  const args = [
    'node_modules/autocannon/autocannon.js',
    '--json',
    '--no-progress',
    '-d',
    String(duration),
    ...more,
    url,
  ];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  await new Promise((resolve) => child.once('close', resolve));
  const result = measured.parse(JSON.parse(out));
  if (result.errors > 0 || (result.non2xx > 0 && !expected3xx))
    throw new Error(`${url}: ${result.errors} errors, ${result.non2xx} refusals`);
  return result;
}

/**
 * Requests per second measured by wrk, if it is installed. wrk does not decode bodies, so that on
 * two cores the limit is the server and not the client.
 */
export async function askByWrk(url: string, duration: number): Promise<number | undefined> {
  const asking = ['-t', '1', '-c', '50', '-d', `${Math.ceil(duration)}s`];
  const child = spawn(
    'wrk',
    [...asking, ...browserHeaders.flatMap((header) => ['-H', header.replace('=', ': ')]), url],
    {
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  const started = await new Promise((resolve) => {
    child.once('error', () => resolve(false));
    child.once('close', () => resolve(true));
  });
  if (started === false) return undefined;
  if (out.includes('Non-2xx') || out.includes('Socket errors')) throw new Error(`${url}: ${out}`);
  return Number(/Requests\/sec:\s+([\d.]+)/.exec(out)?.[1]);
}

/** Fetches a page as transferred, compressed. */
export function rawPage(url: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const asking = get(
      url,
      { headers: { accept: 'text/html', 'accept-encoding': 'br' } },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => resolve(Buffer.concat(chunks)));
      },
    );
    asking.on('error', reject);
  });
}
