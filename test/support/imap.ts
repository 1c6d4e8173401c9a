import { createServer } from 'node:net';
import { onTestFinished } from 'vitest';

/** Returns the response to a command, without its last line, `OK`. */
type Answer = (command: string) => string;

/**
 * An IMAP server for responses that real servers rarely send. The emails with UIDs 1 and 2 are
 * unread, and the test supplies the response to UID FETCH. It records STORE commands.
 */
export async function startImap(fetched: Answer, { drips = false, refuses = /^$/ } = {}) {
  const stored: string[] = [];
  const answers: [RegExp, Answer][] = [
    [/^CAPABILITY/i, () => '* CAPABILITY IMAP4rev1\r\n'],
    [
      /^(SELECT|EXAMINE)/i,
      () => '* 3 EXISTS\r\n* OK [UIDVALIDITY 1]\r\n* OK [UIDNEXT 4]\r\n* FLAGS (\\Seen)\r\n',
    ],
    [/^UID SEARCH/i, () => '* SEARCH 1 2\r\n'],
    [/^UID FETCH/i, fetched],
    [
      /^UID STORE/i,
      (command) => {
        stored.push(command.slice('UID STORE '.length));
        return '';
      },
    ],
  ];
  const server = createServer((socket) => {
    let rest = '';
    socket.on('error', () => {});
    socket.write('* OK IMAP4rev1\r\n');
    socket.on('data', (chunk) => {
      const lines = (rest + chunk.toString()).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const [tag = '', ...words] = line.split(' ');
        const command = words.join(' ');
        if (drips && /^UID SEARCH/i.test(command)) {
          const timer = setInterval(() => socket.write('* OK still looking\r\n'), 20);
          socket.on('close', () => clearInterval(timer));
          continue;
        }
        if (refuses.test(command)) {
          socket.write(`${tag} NO not today\r\n`);
          continue;
        }
        socket.write(answers.find(([named]) => named.test(command))?.[1](command) ?? '');
        socket.write(`${tag} OK done\r\n`);
        if (/^LOGOUT/i.test(command)) socket.end();
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { url: `imap://bounces:secret@127.0.0.1:${address.port}/INBOX`, stored };
}
