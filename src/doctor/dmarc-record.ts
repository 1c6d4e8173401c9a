import { fail, type Finding, ok } from './finding.ts';
import { type Names, unknown } from './names.ts';
import { tagsOf } from './tags.ts';

/** Who a mail says it is from: the address that people see, the one of bounces (SPF), the signature (DKIM). */
interface Identity {
  from: string;
  returnPath: string;
  signing: string | undefined;
}

/** The DMARC record of the sender's domain, or of the next domain above that has one; and whether our mails pass it. */
export async function examineDmarc(names: Names, identity: Identity): Promise<Finding> {
  const { from } = identity;
  for (const domain of upwards(from)) {
    const found = await names.txt(`_dmarc.${domain}`);
    if ('unknown' in found) return unknown('dmarc', `_dmarc.${domain}`, found.unknown);
    const records = found.records.filter((text) => /^v=DMARC1\s*(;|$)/i.test(text));
    if (records.length > 1)
      return fail(
        'dmarc',
        `_dmarc.${domain} has ${records.length} records, which count as none`,
        'Make one record of them',
      );
    const [record] = records;
    if (record !== undefined) return judge(identity, domain, tagsOf(record));
  }
  return fail(
    'dmarc',
    `${from} has no DMARC record, which Gmail and Yahoo ask of bulk senders`,
    `Publish a TXT record of _dmarc.${from}, such as "v=DMARC1; p=none; rua=mailto:(an address that takes reports)"`,
  );
}

/** `news.example.org`, `example.org`: a top-level domain speaks for nobody. */
function upwards(domain: string): string[] {
  const labels = domain.split('.');
  return labels.slice(0, -1).map((_label, index) => labels.slice(index).join('.'));
}

function judge({ from, returnPath, signing }: Identity, domain: string, tags: Record<string, string>): Finding {
  const policy = (domain === from ? tags['p'] : (tags['sp'] ?? tags['p']))?.toLowerCase();
  if (policy === undefined || !['none', 'quarantine', 'reject'].includes(policy))
    return fail(
      'dmarc',
      `_dmarc.${domain} has no policy that can be read (p=)`,
      'Write p=none, p=quarantine or p=reject into it',
    );
  const spf = isAligned(from, returnPath, domain, tags['aspf']);
  const dkim = signing !== undefined && isAligned(from, signing, domain, tags['adkim']);
  if (!spf && !dkim)
    return fail(
      'dmarc',
      `mails from ${from} pass neither by SPF (${returnPath}) nor by DKIM (${signing ?? 'not signed here'})`,
      `Set DKIM_DOMAIN to ${from}, or RETURN_PATH_DOMAIN to a domain below it`,
    );
  const by = [...(spf ? ['SPF'] : []), ...(dkim ? ['DKIM'] : [])].join(' and ');
  return ok('dmarc', `_dmarc.${domain} says p=${policy}; mails are aligned by ${by}`);
}

/**
 * RFC 7489 3.1: `s` asks for the same domain, else both must belong to one organization: one is below the other, both are
 * below the domain that has the record, or the registered domain is the same.
 */
function isAligned(from: string, other: string, above: string, mode: string | undefined): boolean {
  if (from === other) return true;
  if (mode?.toLowerCase() === 's') return false;
  const isBelow = (name: string, parent: string) => name === parent || name.endsWith(`.${parent}`);
  return (
    isBelow(from, other) || isBelow(other, from) || isBelow(other, above) || registered(from) === registered(other)
  );
}

/** `example.org`, `example.co.uk`: without the list of all public suffixes, by how those of countries look. */
function registered(domain: string): string {
  return /[^.]+\.(?:[^.]{1,3}\.[^.]{2}|[^.]+)$/.exec(domain)?.[0] ?? domain;
}
