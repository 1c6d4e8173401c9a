import { getDomain } from 'tldts';
import { fail, type Finding, ok } from './finding.ts';
import { type Names, unknown } from './names.ts';
import { tagsOf } from './tags.ts';

/**
 * The domains that identify the sender of an email: the visible address, the bounce address (SPF),
 * and the signature (DKIM).
 */
interface Identity {
  from: string;
  returnPath: string;
  signing: string | undefined;
}

/**
 * Checks the DMARC record of the sender's domain, or of the nearest parent domain with one, and
 * whether our emails pass it.
 */
export async function examineDmarc(names: Names, identity: Identity): Promise<Finding> {
  const { from } = identity;
  for (const domain of upwards(from)) {
    const found = await names.txt(`_dmarc.${domain}`);
    if ('unknown' in found) return unknown('dmarc', `_dmarc.${domain}`, found.unknown);
    const records = found.records.filter((text) => /^v=DMARC1\s*(;|$)/i.test(text));
    if (records.length > 1)
      return fail(
        'dmarc',
        `_dmarc.${domain} has ${records.length} records; receivers ignore all of them`,
        'Merge them into one record',
      );
    const [record] = records;
    if (record !== undefined) return alignment(identity, domain, tagsOf(record));
  }
  return fail(
    'dmarc',
    `${from} has no DMARC record, which Gmail and Yahoo require from bulk senders`,
    `Publish a TXT record at _dmarc.${from}, such as "v=DMARC1; p=none; rua=mailto:(an address for reports)"`,
  );
}

/** RFC 7489 6.6.3: the domain, then its parents up to the organizational domain. */
function upwards(domain: string): string[] {
  const labels = domain.split('.');
  const above = labels.length - organizational(domain).split('.').length;
  return labels.slice(0, above + 1).map((_label, index) => labels.slice(index).join('.'));
}

function alignment(
  { from, returnPath, signing }: Identity,
  domain: string,
  tags: Record<string, string>,
): Finding {
  const policy = (domain === from ? tags['p'] : (tags['sp'] ?? tags['p']))?.toLowerCase();
  if (policy === undefined || !['none', 'quarantine', 'reject'].includes(policy))
    return fail(
      'dmarc',
      `_dmarc.${domain} has no valid policy (p=)`,
      'Set p=none, p=quarantine or p=reject',
    );
  const spf = isAligned(from, returnPath, tags['aspf']);
  const dkim = signing !== undefined && isAligned(from, signing, tags['adkim']);
  if (!spf && !dkim)
    return fail(
      'dmarc',
      `email from ${from} is aligned neither by SPF (${returnPath}) nor by DKIM (${signing ?? 'not signed here'})`,
      `Set DKIM_DOMAIN to ${from}, or RETURN_PATH_DOMAIN to a subdomain of it`,
    );
  const by = [...(spf ? ['SPF'] : []), ...(dkim ? ['DKIM'] : [])].join(' and ');
  return ok('dmarc', `p=${policy} at _dmarc.${domain}; email is aligned by ${by}`);
}

/**
 * RFC 7489 3.1: `s` requires the same domain. Otherwise both must have the same organizational
 * domain.
 */
function isAligned(from: string, other: string, mode: string | undefined): boolean {
  if (from === other) return true;
  return mode?.toLowerCase() !== 's' && organizational(from) === organizational(other);
}

/**
 * The public suffix plus one label: `example.co.uk` for `news.example.co.uk`. Includes suffixes
 * such as `github.io` under which anybody can register. Returns a suffix unchanged.
 */
function organizational(domain: string): string {
  return getDomain(domain, { allowPrivateDomains: true }) ?? domain;
}
