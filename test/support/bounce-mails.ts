import { z } from 'zod';
import { readConfig } from '../../src/config/config.ts';
import type { Context } from '../../src/context.ts';
import { keyring } from '../../src/db/keyring.ts';
import { sql } from '../../src/db/sql.ts';
import { returnPath, type Row } from '../../src/mail/return-path.ts';

/** The keys of `freshContext`, for emails created without a database. */
export const keys = keyring(['test key, at least thirty-two characters long']);

/** The return path of a row of the outbox, as in our emails. */
export function verp(row: Row): string {
  return returnPath({ config: readConfig({ MAIL_FROM: 'digest@papers.example' }), keys }, row);
}

/** Lines as in an email, ending with CRLF. */
export function lines(...text: string[]): Buffer {
  return Buffer.from(text.join('\r\n'));
}

interface Dsn {
  /** The recipient in the envelope. */
  to: string;
  status?: string;
  action?: string;
  diagnostic?: string;
  /** Groups of fields, instead of the fields of one recipient. */
  groups?: string[][];
  /** The header of the returned message. */
  returned?: string[];
}

/** A delivery status notification in the format of Postfix (RFC 3464). */
export function dsn({
  to,
  status = '5.1.1',
  action = 'failed',
  diagnostic,
  groups,
  returned = [],
}: Dsn): Buffer {
  const recipient = [
    'Final-Recipient: rfc822; ada@example.org',
    'Original-Recipient: rfc822;ada@example.org',
    `Action: ${action}`,
    `Status: ${status}`,
    'Remote-MTA: dns; mx.example.org',
    ...(diagnostic === undefined ? [] : [`Diagnostic-Code: smtp; ${diagnostic}`]),
  ];
  return lines(
    'Return-Path: <>',
    `Delivered-To: ${to}`,
    'Date: Tue, 10 Mar 2026 09:01:00 +0000 (UTC)',
    'From: MAILER-DAEMON@relay.example (Mail Delivery System)',
    'Subject: Undelivered Mail Returned to Sender',
    `To: ${to}`,
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status;',
    '\tboundary="7D1F.1773133260/relay.example"',
    'Message-Id: <20260310090100.9@relay.example>',
    '',
    'This is a MIME-encapsulated message.',
    '',
    '--7D1F.1773133260/relay.example',
    'Content-Description: Notification',
    'Content-Type: text/plain; charset=us-ascii',
    '',
    'I am sorry to have to inform you that your message could not be delivered.',
    '',
    '--7D1F.1773133260/relay.example',
    'Content-Description: Delivery report',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; relay.example',
    'Arrival-Date: Tue, 10 Mar 2026 09:00:00 +0000 (UTC)',
    '',
    ...(groups ?? [recipient]).flatMap((group) => [...group, '']),
    '--7D1F.1773133260/relay.example',
    'Content-Description: Undelivered Message Headers',
    'Content-Type: text/rfc822-headers',
    '',
    ...returned,
    'Subject: Ten papers',
    '',
    '--7D1F.1773133260/relay.example--',
    '',
  );
}

/** A complaint in the format of a feedback loop (RFC 5965). */
export function arf({
  type = 'abuse',
  fields = [],
  returned = [],
}: {
  type?: string;
  fields?: string[];
  returned?: string[];
}): Buffer {
  return lines(
    'From: <feedback@fbl.example>',
    'To: <abuse@papers.example>',
    'Date: Tue, 10 Mar 2026 12:00:00 +0000',
    'Subject: FW: Ten papers',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=feedback-report; boundary="part1"',
    '',
    '--part1',
    'Content-Type: text/plain; charset="US-ASCII"',
    '',
    'This is an email abuse report.',
    '',
    '--part1',
    'Content-Type: message/feedback-report',
    '',
    `Feedback-Type: ${type}`,
    'User-Agent: SomeGenerator/1.0',
    'Version: 1',
    ...fields,
    '',
    '--part1',
    'Content-Type: message/rfc822',
    'Content-Disposition: inline',
    '',
    ...returned,
    'From: <digest@papers.example>',
    'Subject: Ten papers',
    '',
    'Ten papers.',
    '--part1--',
    '',
  );
}

/** Records a delivery sent at this time, and returns its row. */
export async function sentDelivery(ctx: Context, subscriberId: number, at: string): Promise<Row> {
  const date = at.slice(0, 10);
  await ctx.db
    .run(sql`insert into digest (kind, date, status, starts_at) values ('daily', ${date}::date, 'sent', ${at}::timestamptz)
    on conflict do nothing`);
  const digest = await ctx.db.row(
    z.object({ id: z.int() }),
    sql`select id from digest where date = ${date}::date`,
  );
  if (digest === undefined) throw new Error('no digest');
  await ctx.db
    .run(sql`insert into delivery (digest_id, subscriber_id, state, attempts, due_at, expires_at, sent_at)
    values (${digest.id}, ${subscriberId}, 'sent', 1, ${at}::timestamptz, ${at}::timestamptz + interval '20 hours', ${at}::timestamptz)`);
  return { digestId: digest.id, subscriberId };
}

const readerState = z.object({
  status: z.string(),
  reason: z.string().nullable(),
  evidence: z.string().nullable(),
});

/** A reader's status, and the reason of the suppression if the address is suppressed. */
export async function stateOf(ctx: Context, id: number): Promise<z.output<typeof readerState>> {
  const row = await ctx.db.row(
    readerState,
    sql`select status, reason, evidence from subscriber s left join suppression p
      on p.email_key = s.email_key and coalesce(p.ends_at > clock_timestamp(), true) where s.id = ${id}`,
  );
  if (row === undefined) throw new Error('no reader');
  return row;
}
