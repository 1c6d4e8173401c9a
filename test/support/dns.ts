import { createSocket } from 'node:dgram';
import { type Answer, AUTHORITATIVE_ANSWER, decode, encode } from 'dns-packet';
import { onTestFinished } from 'vitest';

/** Records by name; `SERVFAIL` for names that the server fails to resolve. */
export type Zone = Record<
  string,
  { TXT?: string[]; MX?: string[]; A?: string[]; PTR?: string[] } | 'SERVFAIL'
>;

const codes = { SERVFAIL: 2, NXDOMAIN: 3 };

/**
 * A DNS server on this machine that knows only these names.
 * @returns its address, for DNS_SERVERS
 */
export async function startDns(zone: Zone): Promise<string> {
  const socket = createSocket('udp4');
  socket.on('message', (message, { address, port }) => {
    const { id, questions = [] } = decode(message);
    const [{ name, type } = { name: '', type: 'A' }] = questions;
    const known = zone[name.toLowerCase()];
    const code = known === 'SERVFAIL' ? codes.SERVFAIL : known === undefined ? codes.NXDOMAIN : 0;
    const answers = known === 'SERVFAIL' || known === undefined ? [] : records(name, type, known);
    socket.send(
      encode({
        type: 'response',
        id: id ?? 0,
        flags: AUTHORITATIVE_ANSWER | code,
        questions,
        answers,
      }),
      port,
      address,
    );
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  onTestFinished(() => void socket.close());
  return `127.0.0.1:${socket.address().port}`;
}

function records(name: string, type: string, known: Exclude<Zone[string], 'SERVFAIL'>): Answer[] {
  const ttl = 60;
  if (type === 'TXT')
    return (known.TXT ?? []).map((text) => ({
      name,
      type,
      ttl,
      data: text.match(/.{1,255}/g) ?? [],
    }));
  if (type === 'MX')
    return (known.MX ?? []).map((exchange) => ({
      name,
      type,
      ttl,
      data: { preference: 10, exchange },
    }));
  if (type === 'A') return (known.A ?? []).map((data) => ({ name, type, ttl, data }));
  return type === 'PTR' ? (known.PTR ?? []).map((data) => ({ name, type, ttl, data })) : [];
}
