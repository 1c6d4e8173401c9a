import { Resolver } from 'node:dns/promises';
import type { Config } from '../config/config.ts';
import { type Finding, warn } from './finding.ts';

/** The DNS records of a name, possibly none, or why the lookup failed. */
type Answer<T> = { records: T[] } | { unknown: string };

/** DNS lookups. */
export interface Names {
  txt(name: string): Promise<Answer<string>>;
  mx(name: string): Promise<Answer<string>>;
  /** IPv4 and IPv6 addresses. */
  addresses(name: string): Promise<Answer<string>>;
  /** Host names of an address. */
  reverse(address: string): Promise<Answer<string>>;
}

/** Milliseconds per attempt and server, and the number of attempts. */
const timeout = 3000;
const tries = 2;

/** Queries DNS_SERVERS, or the default servers of this machine. */
export function namesOf({ DNS_SERVERS: servers }: Config): Names {
  const resolver = new Resolver({ timeout, tries });
  if (servers !== undefined) resolver.setServers(servers);
  return {
    txt: async (name) =>
      answerOf(resolver.resolveTxt(name).then((records) => records.map((parts) => parts.join('')))),
    mx: (name) =>
      answerOf(resolver.resolveMx(name).then((records) => records.map(({ exchange }) => exchange))),
    addresses: async (name) => {
      const [four, six] = await Promise.all([
        answerOf(resolver.resolve4(name)),
        answerOf(resolver.resolve6(name)),
      ]);
      if ('unknown' in four) return 'unknown' in six || six.records.length === 0 ? four : six;
      return { records: [...four.records, ...('unknown' in six ? [] : six.records)] };
    },
    reverse: (address) => answerOf(resolver.reverse(address)),
  };
}

async function answerOf<T>(work: Promise<T[]>): Promise<Answer<T>> {
  try {
    return { records: await work };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return code === 'ENODATA' || code === 'ENOTFOUND' ? { records: [] } : { unknown: code };
  }
}

/** An inconclusive result because DNS did not answer. */
export function unknown(check: string, name: string, code: string): Finding {
  return warn(
    check,
    `no DNS answer for ${name} (${code})`,
    'Try again, or set DNS_SERVERS to other resolvers',
  );
}
