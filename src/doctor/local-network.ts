import { BlockList, isIP } from 'node:net';

/** Loopback, private and link-local networks. */
const localNetworks = new BlockList();
localNetworks.addSubnet('127.0.0.0', 8);
localNetworks.addSubnet('10.0.0.0', 8);
localNetworks.addSubnet('172.16.0.0', 12);
localNetworks.addSubnet('192.168.0.0', 16);
localNetworks.addSubnet('169.254.0.0', 16);
localNetworks.addAddress('::1', 'ipv6');
localNetworks.addSubnet('fc00::', 7, 'ipv6');
localNetworks.addSubnet('fe80::', 10, 'ipv6');

/**
 * Whether a host is on our own machine or network, where nobody can eavesdrop. A name without a dot
 * is local.
 */
export function isLocalNetwork(host: string): boolean {
  const version = isIP(host);
  if (version !== 0) return localNetworks.check(host, version === 6 ? 'ipv6' : 'ipv4');
  return !host.includes('.') || /\.(internal|local|lan|localhost)$/i.test(host);
}
