import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { onTestFinished } from 'vitest';

interface Received {
  from: string;
  to: string;
  raw: string;
  at: number;
}

/**
 * A real SMTP server on a free port that records accepted messages. Hooks of smtp-server may refuse
 * them.
 */
export async function startRelay(hooks: SMTPServerOptions = {}) {
  const received: Received[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        const from = mailFrom === false ? '' : mailFrom.address;
        const raw = Buffer.concat(chunks).toString();
        received.push({ from, to: rcptTo[0]?.address ?? '', raw, at: Date.now() });
        done();
      });
    },
    ...hooks,
  });
  server.on('error', () => {});
  const port = await new Promise<number>((resolve) => {
    const listener = server.listen(0, '127.0.0.1', () =>
      resolve((listener.address() as { port: number }).port),
    );
  });
  const stop = () => new Promise<void>((resolve) => server.close(() => resolve()));
  onTestFinished(stop);
  const connections = server.connections as unknown as Set<{
    session: object;
    _socket: { destroy(): void };
  }>;
  return { url: `smtp://127.0.0.1:${port}`, received, connections, stop };
}
