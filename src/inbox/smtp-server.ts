import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import type { Context } from '../context.ts';
import { sleep } from '../lib/sleep.ts';

/** Maximum number of messages in the local inbox. */
const maximumMessages = 1000;

/**
 * Maximum bytes of one message: far more than any message we send, and small enough for the memory
 * of a small machine.
 */
const maximumSize = 5_000_000;

/** The local inbox: an SMTP server that stores messages in Postgres instead of relaying them. */
export interface Inbox {
  port: number;
  stop(): Promise<void>;
}

/** Starts it on a free port of the loopback interface. Old messages are deleted once a minute. */
export async function startInbox(ctx: Context): Promise<Inbox> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    // Announced as SIZE (RFC 1870): smtp-server refuses a MAIL FROM with a larger SIZE.
    size: maximumSize,
    onData: (stream, session, done) => {
      const to = session.envelope.rcptTo.map(({ address }) => address).join(', ');
      void receive(ctx, stream, to, done);
    },
  });
  server.on('error', (error) =>
    ctx.log.warn(
      { event: 'inbox.connection-failed', err: error },
      'a connection to the local inbox failed',
    ),
  );
  const port = await listening(server);
  const stopping = new AbortController();
  const trimming = trimEachMinute(ctx, stopping.signal);
  return {
    port,
    stop: async () => {
      stopping.abort();
      await trimming;
      await new Promise<void>((resolve) => server.close(resolve));
    },
  };
}

function listening(server: SMTPServer): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    const listener = server.listen(0, '127.0.0.1', () => {
      const address = listener.address();
      if (address === null || typeof address === 'string')
        reject(new Error('the local inbox has no port'));
      else resolve(address.port);
    });
  });
}

/**
 * Reads to the end of the message, as SMTP requires before a reply. Once a message exceeds the
 * limit, the rest is discarded and the result is undefined.
 */
async function collect(stream: AsyncIterable<Buffer>): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size <= maximumSize) chunks.push(chunk);
    else chunks.length = 0;
  }
  return size <= maximumSize ? Buffer.concat(chunks) : undefined;
}

/**
 * Replies 250 after the message is committed, 552 if it exceeds the limit, otherwise 4xx, so that
 * the sender tries again.
 */
async function receive(
  ctx: Context,
  stream: AsyncIterable<Buffer>,
  to: string,
  done: (error?: Error) => void,
): Promise<void> {
  try {
    const raw = await collect(stream);
    if (raw === undefined)
      return done(Object.assign(new Error('5.3.4 the message is too big'), { responseCode: 552 }));
    await store(ctx, raw, to);
    done();
  } catch (cause) {
    ctx.log.error(
      { event: 'inbox.store-failed', err: cause },
      'cannot store an email in the local inbox',
    );
    done(
      Object.assign(new Error('4.3.0 cannot store the message', { cause }), { responseCode: 451 }),
    );
  }
}

async function store(ctx: Context, raw: Buffer, to: string): Promise<void> {
  const { from, subject } = await simpleParser(raw);
  const data = {
    from: from?.text ?? '',
    to,
    subject: subject ?? '',
    date: ctx.now(),
    size: raw.length,
  };
  await ctx.db.prisma.inboxMessage.create({
    data: { ...data, raw: new Uint8Array(raw) },
    select: { id: true },
  });
}

/** Deletes all but the newest messages. */
async function trimInbox({ db: { prisma } }: Context): Promise<void> {
  const [oldest] = await prisma.inboxMessage.findMany({
    select: { id: true },
    orderBy: { id: 'desc' },
    skip: maximumMessages,
    take: 1,
  });
  if (oldest !== undefined)
    await prisma.inboxMessage.deleteMany({ where: { id: { lte: oldest.id } } });
}

async function trimEachMinute(ctx: Context, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await trimInbox(ctx).catch((error: unknown) =>
      ctx.log.warn({ event: 'inbox.trim-failed', err: error }, 'cannot trim the local inbox'),
    );
    await sleep(60_000, signal);
  }
}
