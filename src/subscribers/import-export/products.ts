import {
  type DateField,
  ifFalse,
  ifFilled,
  ifWord,
  normalized,
  status,
  type StatusReader,
} from './status-readers.ts';

/** What a column of another product means. */
type ProductColumn = 'address' | StatusReader | DateField;

export interface Product {
  name: string;
  /** Sets of columns that only this product writes. */
  signatures: string[][];
  /** Columns by their names in snake case. Others are not read. */
  columns: Readonly<Record<string, ProductColumn>>;
}

/** The product whose exports an import restores unchanged. */
export const ownName = 'Daily Papers';

/**
 * Products whose exports are recognized. To add a product, add an entry here and a sample list to
 * the test of products.
 */
export const products: readonly Product[] = [
  {
    name: 'Daily Papers suppressions',
    signatures: [['email', 'reason', 'evidence']],
    columns: { email: 'address', reason: status() },
  },
  {
    name: 'listmonk',
    signatures: [
      ['uuid', 'email', 'attributes', 'status'],
      ['email', 'status', 'subscription_status'],
    ],
    columns: {
      email: 'address',
      status: status({ active: 'enabled', inactive: 'disabled', blocked: 'blocklisted' }),
      subscription_status: status({ active: 'confirmed', pending: 'unconfirmed' }),
      created_at: 'consent',
    },
  },
  {
    name: 'Mailchimp',
    signatures: [
      ['email_address', 'member_rating'],
      ['email_address', 'leid', 'euid'],
      ['email_address', 'unsub_time'],
      ['email_address', 'clean_time'],
    ],
    columns: {
      email_address: 'address',
      unsub_time: ifFilled('unsubscribed'),
      clean_time: ifFilled('bounced'),
      unsub_reason: ifWord({ complained: 'spam abuse complained' }),
      optin_time: 'consent',
      confirm_time: 'consent',
    },
  },
  {
    name: 'Ghost',
    signatures: [
      ['email', 'subscribed_to_emails'],
      ['email', 'complimentary_plan'],
    ],
    columns: {
      email: 'address',
      subscribed_to_emails: ifFalse('unsubscribed'),
      deleted_at: ifFilled('deleted'),
      created_at: 'consent',
    },
  },
  {
    name: 'Substack',
    signatures: [['email', 'active_subscription', 'email_disabled']],
    columns: {
      email: 'address',
      email_disabled: ifFilled('unsubscribed'),
      created_at: 'consent',
    },
  },
  {
    name: 'Keila',
    signatures: [
      ['email', 'external_id', 'status'],
      ['email', 'data', 'status'],
    ],
    columns: { email: 'address', status: status({ bounced: 'unreachable' }) },
  },
  {
    name: 'Mailtrain',
    signatures: [
      ['cid', 'email', 'status'],
      ['hash_email', 'status'],
    ],
    columns: {
      email: 'address',
      status: status({
        active: '1 subscribed',
        unsubscribed: '2',
        bounced: '3',
        complained: '4',
      }),
      opt_in_at: 'consent',
      created: 'consent',
      unsubscribed: ifFilled('unsubscribed'),
    },
  },
  {
    name: 'phpList',
    signatures: [
      ['email', 'confirmed', 'blacklisted'],
      ['email', 'uniqid', 'htmlemail'],
    ],
    columns: {
      email: 'address',
      confirmed: ifFalse('pending'),
      blacklisted: ifFilled('blocked'),
      disabled: ifFilled('inactive'),
      entered: 'consent',
    },
  },
  {
    name: 'Kit',
    signatures: [
      ['email_address', 'first_name', 'state'],
      ['email_address', 'state', 'created_at'],
      ['email', 'first_name', 'state'],
    ],
    columns: {
      email: 'address',
      email_address: 'address',
      // `inactive` has not confirmed; `cold` does not read.
      state: status({ active: 'cold', pending: 'inactive', unsubscribed: 'cancelled' }),
      status: status({ active: 'cold', pending: 'inactive', unsubscribed: 'cancelled' }),
      created_at: 'consent',
    },
  },
  {
    name: 'Buttondown',
    signatures: [
      ['email', 'creation_date', 'type'],
      ['email_address', 'creation_date', 'type'],
      ['email', 'creation_date', 'subscriber_type'],
      ['email_address', 'creation_date', 'subscriber_type'],
    ],
    columns: {
      email: 'address',
      email_address: 'address',
      type: buttondownType(),
      subscriber_type: buttondownType(),
      creation_date: 'consent',
      unsubscription_date: ifFilled('unsubscribed'),
      undeliverability_date: ifFilled('bounced'),
    },
  },
  {
    name: 'MailerLite',
    signatures: [
      ['subscriber', 'subscribed'],
      ['subscriber', 'opens', 'clicks'],
    ],
    columns: {
      subscriber: 'address',
      email: 'address',
      status: status(),
      subscribed: ifFalse('unsubscribed'),
      opted_in: 'consent',
      unsubscribed: ifFilled('unsubscribed'),
    },
  },
  {
    name: 'useSend',
    signatures: [
      ['email', 'first_name', 'subscribed'],
      ['email', 'subscribed', 'unsubscribe_reason'],
    ],
    columns: {
      email: 'address',
      subscribed: ifFalse('unsubscribed'),
      unsubscribe_reason: ifWord({
        bounced: 'bounced',
        complained: 'complained',
        blocked: 'suppressed',
      }),
      created_at: 'consent',
    },
  },
  {
    name: 'Google Contacts',
    signatures: [['email_1_value']],
    columns: { email_1_value: 'address' },
  },
  {
    name: ownName,
    signatures: [['email', 'status', 'topics_only', 'notify_when_empty']],
    columns: {},
  },
];

function buttondownType(): StatusReader {
  return status({
    active: 'regular premium gifted trialed unpaid past_due churning',
    pending: 'unactivated upcoming',
    unsubscribed: 'unsubscribed churned',
    blocked: 'blocked spammy malicious',
  });
}

/** Lines such as `Ada Lovelace <ada@example.org>`, as `list_members` writes them. */
export const mailman: Product = { name: 'Mailman', signatures: [], columns: {} };

/** Columns that only lists written for Daily Papers have. */
const ourColumns = ['topics', 'frequency', 'consent_source'];

/**
 * Returns the product that writes these columns; if several do, the one whose set of columns is
 * largest. A list with columns that are specific to Daily Papers was written by hand, unless it is
 * our own export.
 */
export function productOf(columns: readonly string[]): Product | undefined {
  const names = new Set(columns.map(normalized));
  const score = ({ signatures }: Product) =>
    Math.max(
      0,
      ...signatures.map((set) => (set.every((name) => names.has(name)) ? set.length : 0)),
    );
  const [best] = products.toSorted((a, b) => score(b) - score(a));
  if (best === undefined || score(best) === 0) return undefined;
  return best.name === ownName || !ourColumns.some((name) => names.has(name)) ? best : undefined;
}
