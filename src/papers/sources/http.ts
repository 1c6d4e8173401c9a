import { type SourceFailure, SourceError } from './failure.ts';

/** The maximum number of redirects. */
const maximumRedirects = 3;

/**
 * The maximum pause in milliseconds that a source can ask for: one day, even if it says "in the
 * year 3000".
 */
const maximumPause = 86_400_000;

export interface HttpResponse {
  kind: 'response';
  text: string;
  etag: string | null;
  lastModified: string | null;
}

/**
 * `wait` is the minimum delay in milliseconds before a retry, or undefined if a retry is pointless.
 */
export type HttpResult =
  | HttpResponse
  | { kind: 'not-modified' }
  | { kind: 'failed'; failure: SourceFailure; wait?: number };

export interface HttpLimits {
  /** Milliseconds from the request to the last byte. */
  timeout: number;
  /** Maximum bytes of the decoded body. */
  bytes: number;
}

/** Sends a GET request and follows redirects. */
export async function get(
  url: string,
  headers: Record<string, string>,
  { timeout, bytes }: HttpLimits,
): Promise<HttpResult> {
  try {
    const response = await follow(url, {
      headers,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeout),
    });
    if (!response.ok) return await refusal(response);
    return {
      kind: 'response',
      text: await readText(response, bytes),
      etag: response.headers.get('etag'),
      lastModified: response.headers.get('last-modified'),
    };
  } catch (error) {
    if (error instanceof SourceError) return { kind: 'failed', failure: error.failure };
    const isTimeout = error instanceof Error && error.name === 'TimeoutError';
    return { kind: 'failed', failure: { code: isTimeout ? 'timeout' : 'unreachable' }, wait: 0 };
  }
}

async function refusal(response: Response): Promise<HttpResult> {
  const { status, headers } = response;
  await response.body?.cancel();
  if (status === 304) return { kind: 'not-modified' };
  const failed = { kind: 'failed' as const, failure: { code: 'http-status' as const, status } };
  return status === 429 || status >= 500 ? { ...failed, wait: retryAfter(headers) } : failed;
}

/**
 * Follows redirects within one origin. Another origin could be an address that only this machine
 * can reach.
 */
async function follow(url: string, options: RequestInit, redirects = 0): Promise<Response> {
  const response = await fetch(url, options);
  const location = response.headers.get('location');
  if (
    response.status < 300 ||
    response.status >= 400 ||
    response.status === 304 ||
    location === null
  )
    return response;
  await response.body?.cancel();
  const next = URL.parse(location, url);
  if (next?.origin !== new URL(url).origin || redirects === maximumRedirects) {
    throw new SourceError({ code: 'redirect', target: originOf(next) });
  }
  return follow(next.href, options, redirects + 1);
}

function originOf(url: URL | null): string {
  if (url === null) return '-';
  return url.origin === 'null' ? url.protocol : url.origin;
}

async function readText(response: Response, maximum: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > maximum)
      throw new SourceError({ code: 'too-large', megabytes: maximum / 1_000_000 });
    chunks.push(chunk);
  }
  return decode(Buffer.concat(chunks), response.headers.get('content-type') ?? '');
}

/**
 * Decodes as UTF-8 if the bytes are valid UTF-8, even if the label differs. Otherwise the label of
 * the response or of the XML declaration applies.
 */
function decode(bytes: Buffer, contentType: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const start = bytes.subarray(0, 200).toString('latin1');
    const label =
      /charset="?([\w-]+)/i.exec(contentType) ?? /^<\?xml[^>]*encoding=["']([\w-]+)/.exec(start);
    return decoderOf(label?.[1] ?? 'windows-1252').decode(bytes);
  }
}

function decoderOf(label: string): TextDecoder {
  try {
    return new TextDecoder(label);
  } catch {
    return new TextDecoder('windows-1252');
  }
}

/**
 * The delay in milliseconds that an error response asks for: `Retry-After` in seconds or as a date
 * (RFC 9110 10.2.3), or `t` of Hugging Face's `RateLimit: "api";r=0;t=55`.
 */
function retryAfter(headers: Headers): number {
  const value =
    headers.get('retry-after') ?? /;\s*t=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1];
  if (value === undefined) return 0;
  const seconds = Number(value);
  const milliseconds = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(value) - Date.now();
  return Math.min(maximumPause, Math.max(0, milliseconds || 0));
}
