import type { IncomingHttpHeaders } from 'node:http';
import Negotiator from 'negotiator';
import type { Catalogue, Words } from '../lib/i18n/words.ts';

export type Encoding = 'br' | 'gzip' | 'identity';

/** What the headers of a request ask for. */
interface Negotiated {
  /**
   * Whether the client wants JSON: by `Accept`, or by the type of its body if `Accept` has no
   * preference.
   */
  json: boolean;
  words: Words;
  encoding: Encoding;
}

export type Negotiate = (headers: IncomingHttpHeaders) => Negotiated;

/** Maximum number of cached header sets. Browsers send only a few. */
const remembered = 500;

/** Negotiates format and language. The result is cached per set of headers. */
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
 * The client's preferred type (RFC 9110, 12.5.1). If it has no preference, the type of its own
 * body.
 */
function wantsJson(negotiator: Negotiator, type: string): boolean {
  const sendsJson = /^application\/json\b/i.test(type);
  const offered = sendsJson ? ['application/json', 'text/html'] : ['text/html', 'application/json'];
  return (negotiator.mediaType(offered) ?? offered[0]) === 'application/json';
}
