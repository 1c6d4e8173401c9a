import { isIP } from 'node:net';

interface ClientRequest {
  ip: string;
  socket: { remoteAddress?: string | undefined };
}

/**
 * The address of a client: the one that the proxies report, without its port, or the peer of the
 * connection if they report an invalid one. Otherwise a client could send a different text with
 * each request and be counted as a new client each time.
 */
export function clientAddress({ ip, socket }: ClientRequest): string {
  const address = withoutPort(ip.slice(0, 100));
  return isIP(address) === 0 ? (socket.remoteAddress ?? '') : address;
}

function withoutPort(text: string): string {
  const bracketed = /^\[([0-9a-f:.]{2,50})\](?::\d{1,5})?$/i.exec(text)?.[1];
  return bracketed ?? /^([0-9.]{7,15}):\d{1,5}$/.exec(text)?.[1] ?? text;
}
