import type { Config } from '../config/config.ts';
import { readSigners } from '../delivery/smtp/dkim.ts';
import { relaysOf } from '../delivery/smtp/relay.ts';
import { examineDkim } from './dkim-record.ts';
import { examineDmarc } from './dmarc-record.ts';
import { fail, type Finding, ok, warn } from './finding.ts';
import { type Names, namesOf, unknown } from './names.ts';
import { isLocalNetwork } from './local-network.ts';
import { fromDomain } from './settings.ts';
import { examineSpf } from './spf-record.ts';

/**
 * Checks what Gmail, Yahoo and others look up about bulk senders: SPF, DKIM, DMARC, and the
 * destination of bounces.
 */
export async function examineDns(config: Config, names = namesOf(config)): Promise<Finding[]> {
  const from = fromDomain(config);
  const returnPath = (config.RETURN_PATH_DOMAIN ?? from).toLowerCase();
  const sign = readSigners(config);
  const found = await Promise.all([
    examineSpf(names, returnPath),
    examineDkim(names, sign),
    examineDmarc(names, { from, returnPath, signing: config.DKIM_DOMAIN?.toLowerCase() }),
    bounces(names, returnPath),
    config.MAIL_REPLY_TO === undefined && from !== returnPath ? answersOfReaders(names, from) : [],
    ...relaysOf(config).map(({ options }) => reverseName(names, options.host ?? '')),
  ]);
  return found.flat();
}

/**
 * RFC 5321 5.1: the MX record, or else the address of the domain. RFC 7505: "." accepts no mail.
 */
async function takesMail(
  names: Names,
  domain: string,
): Promise<'yes' | 'no' | { unknown: string }> {
  const mx = await names.mx(domain);
  if ('unknown' in mx) return mx;
  if (mx.records.length > 0)
    return mx.records.some((exchange) => exchange !== '' && exchange !== '.') ? 'yes' : 'no';
  const addresses = await names.addresses(domain);
  if ('unknown' in addresses) return addresses;
  return addresses.records.length > 0 ? 'yes' : 'no';
}

async function bounces(names: Names, domain: string): Promise<Finding> {
  const takes = await takesMail(names, domain);
  if (takes === 'yes') return ok('return-path', `${domain} accepts email, so bounces arrive`);
  if (takes !== 'no') return unknown('return-path', domain, takes.unknown);
  return fail(
    'return-path',
    `${domain} does not accept email: bounces are lost, and many servers reject email from such a domain`,
    `Publish an MX record for ${domain}, or set RETURN_PATH_DOMAIN to a domain that has one`,
  );
}

async function answersOfReaders(names: Names, domain: string): Promise<Finding> {
  const takes = await takesMail(names, domain);
  if (takes === 'yes') return ok('mail-from', `${domain} accepts replies`);
  if (takes !== 'no') return unknown('mail-from', domain, takes.unknown);
  return warn(
    'mail-from',
    `replies from readers go to ${domain}, which does not accept email`,
    'Publish an MX record for it, or set MAIL_REPLY_TO',
  );
}

/**
 * Only a hint. Receivers check the address that the relay sends from, which may be a different one.
 */
async function reverseName(names: Names, host: string): Promise<Finding[]> {
  if (isLocalNetwork(host)) return [];
  const addresses = await names.addresses(host);
  const [address] = 'unknown' in addresses ? [] : addresses.records;
  if (address === undefined) return [];
  const reverse = await names.reverse(address);
  if ('unknown' in reverse) return [];
  if (reverse.records.length > 0) return [ok('ptr', `${host} has a reverse DNS name`)];
  return [
    warn(
      'ptr',
      `the address of ${host} has no reverse DNS name (PTR); many servers reject email from it`,
      'If the relay sends from this address, ask its provider for a PTR record',
    ),
  ];
}
