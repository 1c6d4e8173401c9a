import type { PreferenceName } from '../preferences/definitions.ts';
import { columnOf, preferenceNames } from '../preferences/definitions.ts';
import { guessedStatus } from './guessed-status.ts';
import { ownName, type Product } from './products.ts';
import {
  type DateField,
  ifFalse,
  ifFilled,
  type ListedStatus,
  normalized,
  status,
  type StatusReader,
} from './status-readers.ts';

/** What a column of a list means. */
export type ColumnMeaning =
  | { kind: 'address' }
  | ({ kind: 'status' } & StatusReader)
  | { kind: 'preference'; name: PreferenceName }
  | { kind: 'consent'; field: 'source' | 'at' | 'note' | 'object' }
  | { kind: 'date'; field: DateField }
  /** A column of our own export; see `own-row.ts`. */
  | { kind: 'own'; name: string };

/** Columns of our own export other than the preferences. */
export const ownColumns = [
  'created_at',
  'active_since',
  'paused_until',
  'status_before',
  'unsubscribed_at',
  'unsubscribe_reason',
  'unsubscribe_comment',
  'consents',
  'suppression_reason',
  'suppression_evidence',
  'suppressed_at',
] as const;

const ownMeanings = new Map<string, ColumnMeaning>(
  ownColumns.map((name) => [name, { kind: 'own', name }]),
);

/** Columns whose cells name a status. */
const statusColumns = [
  'status state subscription_status subscriber_status email_status member_status contact_status marketing_status',
  'email_marketing_status email_subscription_status newsletter_status list_status subscription_state',
  'subscriber_type email_marketing_consent',
];

/** Columns that are true for subscribers who may be mailed, and what false means. */
const trueIfMailed: [ListedStatus, string[]][] = [
  ['pending', ['confirmed email_confirmed opt_in_confirmed']],
  ['inactive', ['active is_active enabled is_enabled']],
  [
    'unsubscribed',
    [
      'subscribed is_subscribed subscribed_to_emails email_subscribed opted_in opt_in optin optedin newsletter',
      'accepts_marketing accepts_email_marketing receive_emails email_opt_in marketing_consent gdpr_consent',
    ],
  ],
];

/** Columns that are filled only for subscribers who may not be mailed. */
const filledIfNotMailed: [ListedStatus, string[]][] = [
  [
    'inactive',
    [
      'email_disabled emails_disabled disabled is_disabled disabled_at archived archived_at inactive',
    ],
  ],
  [
    'unsubscribed',
    [
      'unsubscribed is_unsubscribed unsubscribed_at unsubscribed_on unsubscribe_date unsubscribed_date unsubscribe_time',
      'unsubscribed_from_all_email unsub_time unsub_date opted_out opt_out optout optout_time opted_out_at email_opt_out',
      'cancelled_at canceled_at left_at unsubscribe abgemeldet abgemeldet_am abmeldedatum',
    ],
  ],
  [
    'bounced',
    [
      'bounced is_bounced bounced_at bounce_date hard_bounce hard_bounced hard_bounced_at clean_time cleaned cleaned_at',
      'unreachable',
    ],
  ],
  ['complained', ['complained complained_at complaint complaint_at spam_complaint marked_as_spam']],
  [
    'blocked',
    [
      'blocked is_blocked blocked_at blocklisted blocklisted_at blacklisted is_blacklisted blacklisted_at blacklist_date',
      'email_blacklisted suppressed suppressed_at banned do_not_contact do_not_mail do_not_email',
    ],
  ],
  ['deleted', ['deleted is_deleted deleted_at removed removed_at erased_at']],
];

const commonMeanings = new Map<string, ColumnMeaning>([
  ...readers(statusColumns, status()),
  ...trueIfMailed.flatMap(([meaning, names]) => readers(names, ifFalse(meaning))),
  ...filledIfNotMailed.flatMap(([meaning, names]) => readers(names, ifFilled(meaning))),
  ...preferenceNames.map((name): [string, ColumnMeaning] => [
    columnOf(name),
    { kind: 'preference', name },
  ]),
  // The object that the API returns, in JSON lists.
  ['consent', { kind: 'consent', field: 'object' }],
  ['consent_source', { kind: 'consent', field: 'source' }],
  ['consent_at', { kind: 'consent', field: 'at' }],
  ['consent_note', { kind: 'consent', field: 'note' }],
]);

function readers(names: string[], reader: StatusReader): [string, ColumnMeaning][] {
  return names.flatMap((list) =>
    list.split(' ').map((name): [string, ColumnMeaning] => [name, { kind: 'status', ...reader }]),
  );
}

/** Names of the address column. */
const addressColumn =
  /^(?:email(?:_?add?resse?)?|(?:primary|subscriber|contact|user|member)_email(?:_address)?|email_1_value|subscriber)$/;

/** The address column: `email`, or else the first column with another known name. */
export function addressColumnOf(columns: readonly string[]): string | undefined {
  const names = columns.map(normalized);
  const exact = names.indexOf('email');
  return columns[exact < 0 ? names.findIndex((name) => addressColumn.test(name)) : exact];
}

/** Whether a column with this name can state that a subscriber may not be mailed. */
export function isStatusColumn(name: string): boolean {
  return commonMeaning(normalized(name))?.kind === 'status';
}

/** What a column means in a list of an unknown product. */
function commonMeaning(key: string): ColumnMeaning | undefined {
  const guessed = guessedStatus(key);
  return (
    commonMeanings.get(key) ?? (guessed === undefined ? undefined : { kind: 'status', ...guessed })
  );
}

/**
 * Returns what a column means; undefined if it is not read.
 * @param product that wrote the list, if known; only lists written for Daily Papers have
 *   preferences
 */
export function meaningOf(name: string, product: Product | undefined): ColumnMeaning | undefined {
  const key = normalized(name);
  if (product?.name === ownName)
    return key === 'email'
      ? { kind: 'address' }
      : (ownMeanings.get(key) ?? commonMeanings.get(key));
  const given = Object.hasOwn(product?.columns ?? {}, key) ? product?.columns[key] : undefined;
  if (given === 'address') return { kind: 'address' };
  if (given === 'consent' || given === 'left') return { kind: 'date', field: given };
  if (given !== undefined) return { kind: 'status', ...given };
  if (product === undefined) return commonMeaning(key);
  const common = commonMeanings.get(key);
  return common?.kind === 'preference' ? undefined : common;
}
