import { get as getPlain, type IncomingMessage } from 'node:http';
import { get as getSecure } from 'node:https';
import { TLSSocket } from 'node:tls';
import { z } from 'zod';
import type { Config } from '../config/config.ts';
import { isInstallationMark, type Keyring } from '../db/keyring.ts';
import { basePath } from '../lib/http/base-path.ts';
import { reasonOf } from '../lib/errors/reason.ts';
import { certificateFinding } from './certificate.ts';
import { fail, type Finding, ok, warn } from './finding.ts';
import { isServing } from './settings.ts';
import { parseJson } from '../lib/text/json.ts';

/** Milliseconds for the whole response, and the number of bytes read. */
const timeout = 10_000;
const maximumBytes = 10_000;

/**
 * @param keys undefined if the database is unreachable. The check then cannot tell which
 *   installation responds.
 */
export async function examinePublicUrl(
  config: Config,
  keys: Keyring | undefined,
  now: Date,
): Promise<Finding[]> {
  return [...scheme(config), ...(await answers(config, keys, now))];
}

/** RFC 8058 and the rules of Gmail and Yahoo require https in List-Unsubscribe. */
function scheme(config: Config): Finding[] {
  if (config.PUBLIC_URL.startsWith('https:'))
    return [ok('unsubscribe', 'one-click unsubscribe (RFC 8058) uses https')];
  if (!isServing(config)) return [];
  const text = `links in email, including unsubscribe, use ${config.PUBLIC_URL}, which is not https`;
  const fix =
    'Put a proxy with a certificate in front and set PUBLIC_URL to its https address (required by RFC 8058, Gmail, Yahoo)';
  return [fail('unsubscribe', text, fix)];
}

const healthy = z.object({ status: z.literal('ok'), installation: z.string() });

async function answers(config: Config, keys: Keyring | undefined, now: Date): Promise<Finding[]> {
  const url = `${config.PUBLIC_URL}/healthz`;
  const answer = await request(url);
  const { validTo } = answer;
  const certificate = validTo === undefined ? [] : [certificateFinding('public-url', validTo, now)];
  const finding = assess(url, answer, keys, isServing(config));
  if (finding.state === 'ok' && (await isStripped(config)))
    return [...certificate, stripped(config)];
  return [...certificate, finding];
}

/**
 * Whether a proxy strips the path of PUBLIC_URL. In that case the doubled path
 * `/papers/papers/healthz` reaches what `/papers/healthz` should reach.
 */
async function isStripped({ PUBLIC_URL: url }: Config): Promise<boolean> {
  const base = basePath(url);
  if (base === '') return false;
  const { text } = await request(`${url}${base}/healthz`);
  return healthy.safeParse(parseJson(text)).success;
}

function stripped({ PUBLIC_URL: url }: Config): Finding {
  const fix = 'Forward addresses unchanged, in nginx by proxy_pass without a path after the port';
  return fail('public-url', `the proxy removes ${basePath(url)} from addresses`, fix);
}

/** @param serving false on a laptop, where the server may simply be stopped */
function assess(
  url: string,
  { status, text }: Answer,
  keys: Keyring | undefined,
  serving: boolean,
): Finding {
  const wrong = serving ? fail : warn;
  if (status === undefined) {
    const fix = serving
      ? 'Start the web role, and check DNS, firewall and proxy for this address'
      : 'Start the server with daily-papers serve';
    return wrong('public-url', `${url} cannot be reached: ${text}`, fix);
  }
  if (status !== 200) {
    const fix = 'Check that the proxy forwards to HOST and PORT of the web role';
    return wrong('public-url', `${url} answered ${status}`, fix);
  }
  const health = healthy.safeParse(parseJson(text));
  if (!health.success) {
    const fix = 'Correct PUBLIC_URL, or the target of the proxy';
    return fail('public-url', `${url} is answered by another program`, fix);
  }
  if (keys === undefined)
    return ok(
      'public-url',
      `${url} answers; without the database, it is unknown whether it is this installation`,
    );
  if (isInstallationMark(keys, health.data.installation))
    return ok('public-url', `${url} is this installation`);
  const fix = 'Correct PUBLIC_URL, the proxy, or DATABASE_URL; links in email do not work there';
  return fail('public-url', `${url} is another installation with other keys`, fix);
}

/**
 * `text` is the body, or why the request failed if there is no status. `validTo` is the expiry date
 * of the certificate.
 */
interface Answer {
  status?: number;
  text: string;
  validTo?: string | undefined;
}

async function request(url: string): Promise<Answer> {
  const get = url.startsWith('https:') ? getSecure : getPlain;
  try {
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      get(url, { signal: AbortSignal.timeout(timeout) }, resolve).on('error', reject);
    });
    const validTo =
      answer.socket instanceof TLSSocket ? answer.socket.getPeerCertificate().valid_to : undefined;
    return { status: answer.statusCode ?? 0, text: await head(answer), validTo };
  } catch (error) {
    const timedOut = error instanceof Error && error.name === 'AbortError';
    return { text: timedOut ? `no answer within ${timeout / 1000} s` : reasonOf(error) };
  }
}

/** Reads the beginning of a body. */
async function head(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer) {
    const part: Buffer = chunk;
    chunks.push(part);
    bytes += part.length;
    if (bytes > maximumBytes) break;
  }
  return Buffer.concat(chunks).toString();
}
