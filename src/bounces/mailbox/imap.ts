import { ImapFlow } from 'imapflow';
import { z } from 'zod';
import type { Context } from '../../context.ts';
import { withAdvisoryLock } from '../../db/advisory-lock.ts';
import type { Progress } from '../../lib/progress.ts';
import { reasonOf } from '../../lib/errors/reason.ts';
import { bytesRead } from '../report/message.ts';
import { countMail, type MailCounts, noMails, takeMail } from './take-mail.ts';

/** Mails that are fetched and marked together. */
const batch = 20;

/** Milliseconds to wait for a server that does not answer. */
const timeouts = { connectionTimeout: 30_000, greetingTimeout: 30_000, socketTimeout: 120_000 };

/**
 * Reads the unread mails of the mailbox of BOUNCE_IMAP_URL, under a lock: one process at a time. A
 * mail is marked \Seen when what follows from it is committed; one that cannot be read is marked
 * \Flagged too, for a person to look at.
 * @returns undefined where another process reads it now
 * @throws Error when the mailbox cannot be opened
 */
export function readMailbox(
  ctx: Context,
  url: string,
  onProgress: Progress = () => {},
): Promise<MailCounts | undefined> {
  return withAdvisoryLock(ctx.db, 'bounces', async () => {
    const client = makeClient(url);
    // The failing command reports the same error again.
    client.on('error', (error: unknown) =>
      ctx.log.debug(
        { event: 'bounces.imap', err: error },
        'the connection to the bounce mailbox failed',
      ),
    );
    try {
      await open(client, folderOf(url));
      const counts = await readUnseen(ctx, client, onProgress);
      await client.logout();
      if (counts.read > 0)
        ctx.log.info({ event: 'bounces.read', ...counts }, 'read the bounce mailbox');
      return counts;
    } finally {
      client.close();
    }
  });
}

/**
 * Hands over the unread mails of the mailbox, and leaves them unread. @throws Error when the
 * mailbox cannot be opened
 */
export async function peekMailbox(
  url: string,
  take: (raw: Buffer, uid: number) => Promise<void>,
): Promise<void> {
  const client = makeClient(url);
  client.on('error', () => {});
  try {
    await open(client, folderOf(url), { readOnly: true });
    for (const uid of await unseen(client)) {
      const found = await client.fetchOne(
        String(uid),
        { source: { start: 0, maxLength: bytesRead } },
        { uid: true },
      );
      if (found !== false && found.source !== undefined) await take(found.source, uid);
    }
    await client.logout();
  } finally {
    client.close();
  }
}

/**
 * How many mails wait in the mailbox; reads none.
 * @param milliseconds for all of it, also where the server never ends what it says
 * @throws Error when it cannot be opened
 */
export async function unreadIn(url: string, milliseconds: number): Promise<number> {
  const client = makeClient(url);
  client.on('error', () => {});
  const late = setTimeout(() => client.close(), milliseconds);
  try {
    await open(client, folderOf(url));
    const found = await unseen(client);
    await client.logout();
    return found.length;
  } finally {
    clearTimeout(late);
    client.close();
  }
}

const seen = String.raw`\Seen`;

/** @throws Error where the server refuses: that is not the same as no mails */
async function unseen(client: ImapFlow): Promise<number[]> {
  const found = await client.search({ seen: false }, { uid: true });
  if (!found) throw new Error('the mailbox of BOUNCE_IMAP_URL does not say which mails are unread');
  return found;
}

/** @throws Error where the server refuses: these mails would be read for ever */
async function mark(client: ImapFlow, uids: number[], flags: string[]): Promise<void> {
  if (uids.length === 0) return;
  if (!(await client.messageFlagsAdd(uids.join(','), flags, { uid: true })))
    throw new Error(
      'the mailbox of BOUNCE_IMAP_URL does not take the mark of what was read; may its user write to it?',
    );
}

/** @throws Error with the server's own words, which hold no password */
async function open(
  client: ImapFlow,
  folder: string,
  options: { readOnly?: boolean } = {},
): Promise<void> {
  try {
    await client.connect();
    await client.mailboxOpen(folder, options);
  } catch (cause) {
    const said = z.object({ responseText: z.string().min(1) }).safeParse(cause).data?.responseText;
    throw new Error(`cannot read the mailbox of BOUNCE_IMAP_URL: ${said ?? reasonOf(cause)}`, {
      cause,
    });
  }
}

function makeClient(url: string): ImapFlow {
  const { protocol, hostname, port, username, password } = new URL(url);
  const secure = protocol === 'imaps:';
  const host = hostname.replaceAll(/^\[|\]$/g, '');
  return new ImapFlow({
    host,
    port: port === '' ? (secure ? 993 : 143) : Number(port),
    secure,
    // A password does not leave this machine in the clear.
    ...(secure || isLoopback(host) ? {} : { doSTARTTLS: true }),
    auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
    logger: false,
    disableAutoIdle: true,
    ...timeouts,
  });
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

function folderOf(url: string): string {
  return decodeURIComponent(new URL(url).pathname.slice(1)) || 'INBOX';
}

async function readUnseen(
  ctx: Context,
  client: ImapFlow,
  onProgress: Progress,
): Promise<MailCounts> {
  const counts = noMails();
  const uids = await unseen(client);
  for (let start = 0; start < uids.length; start += batch) {
    onProgress(start, uids.length);
    const range = uids.slice(start, start + batch).join(',');
    const query = { uid: true, source: { start: 0, maxLength: bytesRead } };
    const done: number[] = [];
    const aside: number[] = [];
    try {
      for (const { uid, source } of await client.fetchAll(range, query, { uid: true })) {
        // What a server tells of its own accord, such as flags that another program has set, is no
        // mail (RFC 9051 7.5.2).
        if (source == null) continue;
        const result = await takeMail(ctx, source);
        countMail(counts, result);
        (result === 'unreadable' ? aside : done).push(uid);
      }
    } finally {
      // Also where the next one failed: what is committed is done.
      await mark(client, done, [seen]);
      await mark(client, aside, [seen, String.raw`\Flagged`]);
    }
  }
  return counts;
}
