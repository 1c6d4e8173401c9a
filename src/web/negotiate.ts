import type { IncomingHttpHeaders } from 'node:http';
import Negotiator from 'negotiator';
import type { Catalogue, Words } from '../lib/i18n/words.ts';

export type Encoding = 'br' | 'gzip' | 'identity';

/** What a client asked for by its headers. */
interface Negotiated {
  /** Whether it wants JSON: by `Accept`, or where that says nothing by its own body. */
  json: boolean;
  words: Words;
  encoding: Encoding;
}

export type Negotiate = (headers: IncomingHttpHeaders) => Negotiated;

/** Header sets that are remembered; browsers send few of them. */
const remembered = 500;

/** Reads what clients ask for; the same headers are read once. */
export function negotiation(catalogue: Catalogue): Negotiate {
  const known = new Map<string, Negotiated>();
  return (headers) => {
    const type = headers['content-type'] ?? '';
    const key = `${headers.accept}\n${headers['accept-language']}\n${headers['accept-encoding']}\n${type}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const negotiator = new Negotiator({ headers });
    const encodings = negotiator.encodings(['br', 'gzip']);
    const negotiated: Negotiated = {
      json: wantsJson(negotiator, type),
      words: catalogue(negotiator.language(catalogue.languages)),
      encoding: encodings.includes('br') ? 'br' : encodings.includes('gzip') ? 'gzip' : 'identity',
    };
    if (known.size >= remembered) known.clear();
    if (key.length < 1000) known.set(key, negotiated);
    return negotiated;
  };
}

/**
 * What the client likes better (RFC 9110, 12.5.1); where it likes both the same, what it sends
 * itself.
 */
function wantsJson(negotiator: Negotiator, type: string): boolean {
  const sendsJson = /^application\/json\b/i.test(type);
  const offered = sendsJson ? ['application/json', 'text/html'] : ['text/html', 'application/json'];
  return (negotiator.mediaType(offered) ?? offered[0]) === 'application/json';
}
