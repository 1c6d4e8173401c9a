import { fail, type Finding, ok, warn } from './finding.ts';
import { type Names, unknown } from './names.ts';

/**
 * RFC 7208 4.6.4: the maximum number of terms with DNS lookups, including nested ones. Exceeding it
 * is a permanent error.
 */
const maximumLookups = 10;

/** The state of walking through a record and its includes. */
interface Walk {
  lookups: number;
  fault?: string;
  unknown?: { name: string; code: string };
  /** A record that allows every sender. */
  open?: string;
}

interface Term {
  qualifier: string;
  name: string;
  value: string;
}

/** Checks the SPF record of the domain of bounce addresses (RFC 7208). */
export async function examineSpf(names: Names, domain: string): Promise<Finding> {
  const found = await recordsOf(names, domain);
  if ('unknown' in found) return unknown('spf', domain, found.unknown);
  const [record, ...more] = found.records;
  const publish = `Publish one TXT record at ${domain}, such as "v=spf1 include:(your relay provider’s domain) -all"`;
  if (record === undefined) return fail('spf', `${domain} has no SPF record`, publish);
  if (more.length > 0)
    return fail(
      'spf',
      `${domain} has ${more.length + 1} SPF records; receivers ignore all of them`,
      'Merge them into one record',
    );
  const walk: Walk = { lookups: 0 };
  await follow(names, domain, record, walk);
  return assess(domain, termsOf(record), walk);
}

function assess(domain: string, terms: Term[], walk: Walk): Finding {
  const { lookups, fault, open } = walk;
  if (open !== undefined)
    return fail(
      'spf',
      `${open} lets anybody send for it (+all)`,
      'End the record with -all or ~all',
    );
  if (fault !== undefined)
    return fail(
      'spf',
      `the SPF record of ${domain} is invalid: ${fault}`,
      'Correct or remove that term',
    );
  if (lookups > maximumLookups)
    return fail(
      'spf',
      `the SPF record of ${domain} needs more than ${maximumLookups} lookups, which makes it invalid`,
      'Remove unused includes, or list networks instead (ip4:, ip6:)',
    );
  if (walk.unknown !== undefined) return unknown('spf', walk.unknown.name, walk.unknown.code);
  if (!terms.some(({ name, qualifier }) => naming.has(name) && /^\+?$/.test(qualifier)))
    return fail(
      'spf',
      `the SPF record of ${domain} allows no sender`,
      'Add your relay: the include that its provider documents, or its network (ip4:, ip6:)',
    );
  const all = terms.find(({ name }) => name === 'all');
  if (
    all?.qualifier === '?' ||
    (all === undefined && !terms.some(({ name }) => name === 'redirect'))
  )
    return warn(
      'spf',
      `the SPF record of ${domain} has no policy for other senders`,
      'End it with -all or ~all',
    );
  return ok('spf', `one record of ${domain}, ${lookups} of ${maximumLookups} lookups`);
}

async function recordsOf(names: Names, domain: string) {
  const found = await names.txt(domain);
  if ('unknown' in found) return found;
  return { records: found.records.filter((text) => /^v=spf1( |$)/i.test(text)) };
}

function termsOf(record: string): Term[] {
  return record
    .split(/ +/)
    .slice(1)
    .flatMap((text) => {
      const [, qualifier = '', name = '', value = ''] =
        /^([+?~-]?)([a-z][a-z0-9._-]*)(?:[:=/](.*))?$/i.exec(text) ?? [];
      return name === '' ? [] : [{ qualifier, name: name.toLowerCase(), value }];
    });
}

/** Terms that need a lookup, and terms that name senders. */
const asking = new Set(['include', 'a', 'mx', 'ptr', 'exists', 'redirect']);
const naming = new Set([...asking, 'ip4', 'ip6']);

async function follow(names: Names, domain: string, record: string, walk: Walk): Promise<void> {
  const terms = termsOf(record);
  const all = terms.find(({ name }) => name === 'all');
  if (all !== undefined && /^\+?$/.test(all.qualifier)) walk.open ??= domain;
  for (const { name, value } of terms) {
    // RFC 7208 6.1: `all` makes a redirect ineffective.
    if (!asking.has(name) || (name === 'redirect' && all !== undefined)) continue;
    walk.lookups += 1;
    // Each unanswered name costs its timeout, so the walk ends at the first one.
    if (walk.lookups > maximumLookups || walk.unknown !== undefined) return;
    // A macro depends on the sender of a message, which is unknown here.
    if ((name === 'include' || name === 'redirect') && !value.includes('%'))
      await enter(names, name, value, walk);
  }
}

async function enter(names: Names, term: string, domain: string, walk: Walk): Promise<void> {
  const found = await recordsOf(names, domain);
  if ('unknown' in found) {
    walk.unknown ??= { name: domain, code: found.unknown };
    return;
  }
  const [record, ...more] = found.records;
  if (record === undefined || more.length > 0) {
    walk.fault ??= `${term} refers to ${domain}, which has ${record === undefined ? 'no SPF record' : 'more than one'}`;
    return;
  }
  await follow(names, domain, record, walk);
}
