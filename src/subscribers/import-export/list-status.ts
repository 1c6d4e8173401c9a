import type { ListedStatus, Rejection } from './rejection.ts';

/** What another list says about one of its subscribers. */
type Meaning = 'active' | 'pending' | ListedStatus;

/** Values of a status column, lower-case with underscores. */
const statusValues = table([
  ['active', 'active enabled subscribed confirmed opted_in opt_in regular premium'],
  ['pending', 'pending unconfirmed unactivated not_confirmed awaiting_confirmation'],
  ['paused', 'paused snoozed on_hold'],
  [
    'inactive',
    'inactive disabled archived non_subscribed nonsubscribed not_subscribed never_subscribed',
  ],
  [
    'unsubscribed',
    'unsubscribed unsubscribe opted_out opt_out optout left cancelled canceled churned',
  ],
  ['bounced', 'bounced bounce hard_bounced hard_bounce cleaned unreachable undeliverable invalid'],
  ['complained', 'complained complaint complainer spam spam_complaint abuse marked_as_spam junk'],
  [
    'blocked',
    'blocked blocklisted blacklisted suppressed banned do_not_contact do_not_mail spammy',
  ],
  ['deleted', 'deleted removed erased'],
]);

/** Columns with such a value. */
const statusColumns = new Set(
  [
    'status state subscription_status subscriber_status email_status member_status contact_status marketing_status',
    'email_marketing_status email_subscription_status newsletter_status list_status subscription_state',
    'subscriber_type email_marketing_consent',
  ]
    .join(' ')
    .split(' '),
);

/**
 * Columns that are true (or the date of it) for those who may be mailed: what it means if they are
 * false.
 */
const trueIfMailed = table([
  ['pending', 'confirmed email_confirmed opt_in_confirmed'],
  ['inactive', 'active is_active enabled is_enabled'],
  [
    'unsubscribed',
    [
      'subscribed is_subscribed subscribed_to_emails email_subscribed opted_in opt_in optin optedin newsletter',
      'accepts_marketing accepts_email_marketing receive_emails',
    ].join(' '),
  ],
]);

/** Columns that are filled (with `true`, a date, a number) only for those who may not be mailed. */
const filledIfNotMailed = table([
  [
    'inactive',
    'email_disabled emails_disabled disabled is_disabled disabled_at archived archived_at inactive',
  ],
  [
    'unsubscribed',
    [
      'unsubscribed is_unsubscribed unsubscribed_at unsubscribed_on unsubscribe_date unsubscribed_date unsubscribe_time',
      'unsubscribed_from_all_email unsub_time unsub_date opted_out opt_out optout optout_time opted_out_at email_opt_out',
      'cancelled_at canceled_at left_at',
    ].join(' '),
  ],
  [
    'bounced',
    'bounced is_bounced bounced_at hard_bounced hard_bounced_at clean_time cleaned cleaned_at unreachable',
  ],
  ['complained', 'complained complained_at complaint_at spam_complaint marked_as_spam'],
  [
    'blocked',
    [
      'blocked is_blocked blocked_at blocklisted blocklisted_at blacklisted is_blacklisted blacklisted_at blacklist_date',
      'email_blacklisted suppressed suppressed_at banned do_not_contact do_not_mail',
    ].join(' '),
  ],
  ['deleted', 'deleted is_deleted deleted_at removed removed_at erased_at'],
]);

const truthy = /^(?:true|yes|y|t|1|on|x)$/;
const falsy = /^(?:false|no|n|f|0|off|null|none|never|-|n\/a|0000-00-00.*)$/;
const date = /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}/;

export type ListStatus = { kind: 'active' | 'pending' } | { kind: 'refused'; reason: Rejection };

/** Whether a column of this name can say that somebody may not be mailed. */
export function isStatusColumn(column: string): boolean {
  return readerOf(column) !== undefined;
}

/**
 * What one row of another list says about its subscriber. One column that says "left" is enough,
 * and a value with an unknown meaning refuses the row: it may mean "left" as well.
 */
export function readListStatus(row: unknown): ListStatus {
  const columns: [string, unknown][] =
    typeof row === 'object' && row !== null ? Object.entries(row) : [];
  let kind: 'active' | 'pending' = 'active';
  for (const [column, value] of columns) {
    const meaning = readerOf(column)?.(textOf(value));
    if (meaning === undefined || meaning === 'active') continue;
    if (meaning === 'pending') kind = 'pending';
    else return { kind: 'refused', reason: reasonOf(meaning, column, value) };
  }
  return { kind };
}

type Reader = (text: string) => Meaning | 'unknown' | undefined;

const readers = new Map<string, Reader | undefined>();

/**
 * How to read a column, found once per column, not once per row; undefined if it is no status
 * column.
 */
function readerOf(column: string): Reader | undefined {
  if (readers.has(column)) return readers.get(column);
  const reader = newReader(normalized(column));
  // The names come from a file: they are not cached without end.
  if (readers.size < 1000 && column.length < 100) readers.set(column, reader);
  return reader;
}

function newReader(name: string): Reader | undefined {
  if (statusColumns.has(name)) return valueOf;
  const ifFalse = trueIfMailed.get(name);
  if (ifFalse !== undefined) return (text) => flagOf(text, ifFalse);
  const ifFilled = filledIfNotMailed.get(name);
  return ifFilled && ((text) => (text === '' || falsy.test(text) ? undefined : ifFilled));
}

function valueOf(text: string): Meaning | 'unknown' {
  return statusValues.get(normalized(text)) ?? 'unknown';
}

function flagOf(text: string, ifFalse: Meaning): Meaning | 'unknown' {
  if (falsy.test(text)) return ifFalse;
  return text === '' || truthy.test(text) || date.test(text) ? 'active' : valueOf(text);
}

function reasonOf(status: ListedStatus | 'unknown', column: string, value: unknown): Rejection {
  const cell = { column, value: JSON.stringify(value ?? '').slice(0, 60) };
  return status === 'unknown'
    ? { code: 'unknown-status', ...cell }
    : { code: 'listed-as', status, ...cell };
}

function textOf(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value ?? '');
  return text === '""' ? '' : text.trim().toLowerCase();
}

/** `Unsubscribed At`, `unsubscribedAt` and `UNSUBSCRIBED-AT` are the same name. */
function normalized(name: string): string {
  return name
    .trim()
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, '_');
}

/** Turns meanings with their words into words with their meaning. */
function table(words: [Meaning, string][]): ReadonlyMap<string, Meaning> {
  return new Map(
    words.flatMap(([meaning, list]) => list.split(' ').map((word) => [word, meaning])),
  );
}
