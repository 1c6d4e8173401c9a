import { createServer } from 'node:net';
import { onTestFinished } from 'vitest';

/** An SMTP server that offers STARTTLS and AUTH, but replies 454 to STARTTLS. Records commands. */
export async function startTlsRefusing() {
  const commands: string[] = [];
  const server = createServer((socket) => {
    let rest = '';
    let inText = false;
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      rest += chunk.toString('latin1');
      for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
        const line = rest.slice(0, end);
        rest = rest.slice(end + 2);
        if (inText && line !== '.') continue;
        const verb = line.split(/[ :]/, 1)[0]?.toUpperCase() ?? '';
        commands.push(verb);
        inText = verb === 'DATA';
        socket.write(replyTo(verb));
      }
    });
    socket.write('220 relay.test ESMTP\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as { port: number };
  return { port, commands };
}

function replyTo(verb: string): string {
  if (verb === 'EHLO')
    return '250-relay.test\r\n250-STARTTLS\r\n250-AUTH PLAIN\r\n250 SIZE 10000000\r\n';
  if (verb === 'STARTTLS') return '454 4.7.0 TLS not available due to temporary reason\r\n';
  if (verb === 'DATA') return '354 go ahead\r\n';
  return verb === 'QUIT' ? '221 Bye\r\n' : '250 2.0.0 Ok\r\n';
}
