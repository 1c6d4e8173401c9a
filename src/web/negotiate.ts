import type { IncomingHttpHeaders } from 'node:http';
import Negotiator from 'negotiator';
import type { Catalogue, Words } from '../words.ts';

export type Encoding = 'br' | 'gzip' | 'identity';

/** What a client asked for by its headers. */
interface Wish {
  /** Whether it wants JSON: by `Accept`, or where that says nothing by its own body. */
  json: boolean;
  words: Words;
  encoding: Encoding;
}

export type WishOf = (headers: IncomingHttpHeaders) => Wish;

/** Header sets that are remembered; browsers send few of them. */
const remembered = 500;

/** Reads what clients ask for; the same headers are read once. */
export function negotiation(catalogue: Catalogue): WishOf {
  const known = new Map<string, Wish>();
  return (headers) => {
    const type = headers['content-type'] ?? '';
    const key = `${headers.accept}\n${headers['accept-language']}\n${headers['accept-encoding']}\n${type}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const negotiator = new Negotiator({ headers });
    const encodings = negotiator.encodings(['br', 'gzip']);
    const wish: Wish = {
      json: wantsJson(headers.accept, type),
      words: catalogue(negotiator.language(catalogue.languages)),
      encoding: encodings.includes('br') ? 'br' : encodings.includes('gzip') ? 'gzip' : 'identity',
    };
    if (known.size >= remembered) known.clear();
    if (key.length < 1000) known.set(key, wish);
    return wish;
  };
}

function wantsJson(accept = '*/*', type: string): boolean {
  if (accept.includes('text/html')) return false;
  return accept.includes('application/json') || type.startsWith('application/json');
}
