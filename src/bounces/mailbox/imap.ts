import { ImapFlow } from 'imapflow';
import { z } from 'zod';
import { isLoopback } from '../../config/config.ts';
import type { Context } from '../../context.ts';
import { withAdvisoryLock } from '../../db/advisory-lock.ts';
import type { Progress } from '../../lib/progress.ts';
import { reasonOf } from '../../lib/errors/reason.ts';
import { bytesRead } from '../report/message.ts';
import { countMail, type MailCounts, noMails, takeMail } from './take-mail.ts';

/** Messages that are fetched and marked together. */
const batch = 20;

/** Milliseconds to wait for a server that does not respond. */
const timeouts = { connectionTimeout: 30_000, greetingTimeout: 30_000, socketTimeout: 120_000 };

/**
 * Reads the unread messages of the mailbox at BOUNCE_IMAP_URL, one process at a time, under a lock.
 * A message is marked \Seen once its consequences are committed. A message that cannot be read is
 * also marked \Flagged, so that the operator can look at it.
 * @returns undefined if another process is reading the mailbox
 * @throws Error if the mailbox cannot be opened
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
 * Passes each unread message of the mailbox to `take` and leaves it unread.
 * @throws Error if the mailbox cannot be opened
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
 * Returns how many unread messages are in the mailbox, without reading them.
 * @param milliseconds for the whole operation, even if the server never completes its response
 * @throws Error if the mailbox cannot be opened
 */
export async function unreadIn(url: string, milliseconds: number): Promise<number> {
  const client = makeClient(url);
  client.on('error', () => {});
  const late = setTimeout(() => client.close(), milliseconds);
  try {
    await open(client, folderOf(url), { readOnly: true });
    const found = await unseen(client);
    await client.logout();
    return found.length;
  } finally {
    clearTimeout(late);
    client.close();
  }
}

const seen = String.raw`\Seen`;

/** @throws Error if the server refuses, which is not the same as no messages */
async function unseen(client: ImapFlow): Promise<number[]> {
  const found = await client.search({ seen: false }, { uid: true });
  if (!found)
    throw new Error('the mailbox of BOUNCE_IMAP_URL does not report which messages are unread');
  return found;
}

/** @throws Error if the server refuses; otherwise these messages would be read again and again */
async function mark(client: ImapFlow, uids: number[], flags: string[]): Promise<void> {
  if (uids.length === 0) return;
  if (!(await client.messageFlagsAdd(uids.join(','), flags, { uid: true })))
    throw new Error(
      'the mailbox of BOUNCE_IMAP_URL refuses to mark messages as read; does its user have write access?',
    );
}

/** @throws Error with the server's own text, which contains no password */
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
    // The password is never sent unencrypted to another host.
    ...(secure || isLoopback(host) ? {} : { doSTARTTLS: true }),
    auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
    logger: false,
    disableAutoIdle: true,
    ...timeouts,
  });
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
        // An unsolicited response, such as flags set by another client, is not a message (RFC 9051
        // 7.5.2).
        if (source == null) continue;
        const result = await takeMail(ctx, source);
        countMail(counts, result);
        (result === 'unreadable' ? aside : done).push(uid);
      }
    } finally {
      // Also if the next message failed: those before it are committed.
      await mark(client, done, [seen]);
      await mark(client, aside, [seen, String.raw`\Flagged`]);
    }
  }
  return counts;
}
