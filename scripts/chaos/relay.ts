import { appendFileSync, closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { z } from 'zod';

/**
 * The point in the SMTP dialogue at which the relay is about to reply. `dot`: it has received the
 * whole message and not yet logged it.
 */
export type Stage = 'connect' | 'ehlo' | 'mail' | 'rcpt' | 'data' | 'dot';

/**
 * What the relay does instead of its usual reply: drops the connection, logs the message and drops
 * the connection (`cut`, at `dot` only), sends another reply, waits, or stalls until `release` is
 * called.
 */
export type RelayAction =
  | { do: 'drop' | 'cut' | 'stall' }
  | { do: 'reply'; reply: string }
  | { do: 'wait'; ms: number };

/** A connection to the relay, as a fault sees it. */
interface Client {
  /** The recipient of the current message; '' before RCPT. */
  to: string;
  /** Open connections, including this one. */
  connections: number;
  /** Messages accepted on this connection. */
  messages: number;
}

export type Behave = (stage: Stage, client: Client) => RelayAction | undefined;

const entry = z.object({
  /**
   * `begun`: MAIL FROM arrived (at `at`). `accepted`: `answered` states whether the 250 was
   * written. `refused`: permanently.
   */
  what: z.enum(['begun', 'accepted', 'refused']),
  at: z.number(),
  to: z.string(),
  id: z.string().optional(),
  answered: z.boolean().optional(),
});

/** A line of the log. Times are in milliseconds since the epoch. */
type Entry = z.output<typeof entry>;

export interface Relay {
  url: string;
  /** The number of accepted messages. */
  accepted(): number;
  /** Sets the fault; undefined for normal behavior. */
  behave(behave: Behave | undefined): void;
  /** Closes stalled connections. */
  release(): void;
  /** Reads the log from its file. */
  log(): Entry[];
  close(): Promise<void>;
}

/** State that all connections of a relay share. */
interface Shared {
  note(line: Entry): void;
  sockets: Set<Socket>;
  stalled: Set<Socket>;
  behave: Behave | undefined;
  accepted: number;
}

/**
 * An SMTP server that misbehaves on demand. It logs each message to a file before it replies, so
 * the log is the reference for what was sent. It reads one command at a time, as for clients
 * without PIPELINING.
 */
export async function openRelay(file: string): Promise<Relay> {
  appendFileSync(file, '');
  const log = openSync(file, 'a');
  const shared: Shared = {
    note: (line) => writeSync(log, `${JSON.stringify(line)}\n`),
    sockets: new Set(),
    stalled: new Set(),
    behave: undefined,
    accepted: 0,
  };
  const { sockets, stalled } = shared;

  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => {
      sockets.delete(socket);
      stalled.delete(socket);
    });
    converse(socket, shared);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = z.object({ port: z.number() }).parse(server.address());
  return {
    url: `smtp://127.0.0.1:${port}`,
    accepted: () => shared.accepted,
    behave: (next) => (shared.behave = next),
    release: () => {
      for (const socket of stalled) socket.destroy();
    },
    log: () =>
      readFileSync(file, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => entry.parse(JSON.parse(line))),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      closeSync(log);
    },
  };
}

/** Serves one client, command by command. */
function converse(socket: Socket, shared: Shared): void {
  const { note, sockets, stalled } = shared;
  const client: Client = { to: '', connections: 0, messages: 0 };
  let begunAt = 0;
  let received: string[] | undefined;
  let rest = '';

  /**
   * Sends the usual reply unless the fault does something else.
   * @returns whether the usual reply was sent
   */
  async function answer(
    stage: Stage,
    usual: string,
    before?: (answered: boolean) => void,
  ): Promise<boolean> {
    client.connections = sockets.size;
    const action = shared.behave?.(stage, client);
    if (action?.do === 'wait') await new Promise((resolve) => setTimeout(resolve, action.ms));
    else if (action !== undefined) {
      act(action, () => before?.(false));
      return false;
    }
    if (socket.destroyed) return false;
    before?.(true);
    socket.write(`${usual}\r\n`);
    return true;
  }

  function act(action: Exclude<RelayAction, { do: 'wait' }>, accept: () => void): void {
    if (action.do === 'stall') stalled.add(socket);
    else if (action.do === 'reply') refuse(action.reply);
    else {
      if (action.do === 'cut') accept();
      socket.destroy();
    }
  }

  function refuse(reply: string): void {
    if (reply.startsWith('5') && client.to !== '')
      note({ what: 'refused', at: Date.now(), to: client.to });
    if (reply.startsWith('421')) socket.end(`${reply}\r\n`);
    else socket.write(`${reply}\r\n`);
  }

  async function command(line: string): Promise<void> {
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === 'EHLO' || verb === 'HELO') await answer('ehlo', '250 relay.test');
    else if (verb === 'MAIL') {
      begunAt = Date.now();
      client.to = '';
      await answer('mail', '250 2.1.0 Ok');
    } else if (verb === 'RCPT') {
      client.to = /<([^>]*)>/.exec(line)?.[1] ?? '';
      note({ what: 'begun', at: begunAt, to: client.to });
      await answer('rcpt', '250 2.1.5 Ok');
    } else if (verb === 'DATA') {
      if (await answer('data', '354 End data with <CR><LF>.<CR><LF>')) received = [];
    } else if (verb === 'QUIT') socket.end('221 2.0.0 Bye\r\n');
    else socket.write('250 2.0.0 Ok\r\n');
  }

  async function message(parts: string[]): Promise<void> {
    const id = /^Message-ID: (\S+)/im.exec(parts.join('').slice(0, 4000))?.[1];
    await answer('dot', '250 2.0.0 Ok: queued', (answered) => {
      shared.accepted += 1;
      client.messages += 1;
      note({
        what: 'accepted',
        at: Date.now(),
        to: client.to,
        answered,
        ...(id === undefined ? {} : { id }),
      });
    });
  }

  function read(chunk: string): void {
    if (received !== undefined) {
      received.push(chunk);
      const tail = received.length === 1 ? chunk : (received.at(-2) ?? '').slice(-5) + chunk;
      if (!tail.endsWith('\r\n.\r\n')) return;
      const parts = received;
      received = undefined;
      void message(parts);
      return;
    }
    rest += chunk;
    for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
      const line = rest.slice(0, end);
      rest = rest.slice(end + 2);
      void command(line);
    }
  }

  socket.setEncoding('latin1');
  socket.setNoDelay(true);
  socket.on('data', read);
  void answer('connect', '220 relay.test ESMTP');
}
