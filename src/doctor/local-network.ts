import { BlockList, isIP } from 'node:net';

/** Loopback, private and link-local networks. */
const nearby = new BlockList();
nearby.addSubnet('127.0.0.0', 8);
nearby.addSubnet('10.0.0.0', 8);
nearby.addSubnet('172.16.0.0', 12);
nearby.addSubnet('192.168.0.0', 16);
nearby.addSubnet('169.254.0.0', 16);
nearby.addAddress('::1', 'ipv6');
nearby.addSubnet('fc00::', 7, 'ipv6');
nearby.addSubnet('fe80::', 10, 'ipv6');

/**
 * Whether a host is on our own machine or network, where nobody can eavesdrop. A name without a dot
 * is local.
 */
export function isNear(host: string): boolean {
  const version = isIP(host);
  if (version !== 0) return nearby.check(host, version === 6 ? 'ipv6' : 'ipv4');
  return !host.includes('.') || /\.(internal|local|lan|localhost)$/i.test(host);
}
