import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import type { Context } from '../context.ts';
import { sql } from '../db/sql.ts';
import { sleep } from '../lib/sleep.ts';

/** Messages that the local inbox keeps. */
const kept = 1000;

/** The local inbox: a small SMTP server that keeps each mail in Postgres, in place of a relay. */
export interface Inbox {
  port: number;
  stop(): Promise<void>;
}

/** Starts it on a free port of the loopback interface; trims once a minute. */
export async function startInbox(ctx: Context): Promise<Inbox> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    onData: (stream, session, done) => {
      const to = session.envelope.rcptTo.map(({ address }) => address).join(', ');
      void receive(ctx, stream, to, done);
    },
  });
  server.on('error', (error) =>
    ctx.log.warn({ event: 'inbox.connection-failed', err: error }, 'a connection to the local inbox failed'),
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
      if (address === null || typeof address === 'string') reject(new Error('the local inbox has no port'));
      else resolve(address.port);
    });
  });
}

async function collect(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Answers 250 when the mail is committed, else 4xx: the sender then tries again. */
async function receive(
  ctx: Context,
  stream: AsyncIterable<Buffer>,
  to: string,
  done: (error?: Error) => void,
): Promise<void> {
  try {
    await keep(ctx, await collect(stream), to);
    done();
  } catch (cause) {
    ctx.log.error({ event: 'inbox.store-failed', err: cause }, 'cannot store a mail in the local inbox');
    done(Object.assign(new Error('4.3.0 the inbox could not keep it', { cause }), { responseCode: 451 }));
  }
}

async function keep(ctx: Context, raw: Buffer, to: string): Promise<void> {
  const { from, subject } = await simpleParser(raw);
  await ctx.db.run(sql`insert into inbox_message ("from", "to", subject, date, size, raw)
    values (${from?.text ?? ''}, ${to}, ${subject ?? ''}, ${ctx.now()}, ${raw.length}, ${raw})`);
}

/** Deletes all but the newest messages. */
async function trimInbox(ctx: Context, most = kept): Promise<void> {
  await ctx.db.run(sql`delete from inbox_message
    where id <= (select id from inbox_message order by id desc offset ${most} limit 1)`);
}

async function trimEachMinute(ctx: Context, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await trimInbox(ctx).catch((error: unknown) =>
      ctx.log.warn({ event: 'inbox.trim-failed', err: error }, 'cannot trim the local inbox'),
    );
    await sleep(60_000, signal);
  }
}
