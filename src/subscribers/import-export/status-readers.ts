/** What a list says about a subscriber. */
export const listedStatuses = [
  'active',
  'pending',
  'paused',
  'inactive',
  'deleted',
  'unsubscribed',
  'bounced',
  'blocked',
  'complained',
] as const;
export type ListedStatus = (typeof listedStatuses)[number];

/** What a date in a list means. `consent`: may be mailed since. `left`: unsubscribed at. */
export type DateField = 'consent' | 'left';

/** How to read a column that states whether a subscriber may be mailed. */
export interface StatusReader {
  /**
   * Returns the meaning of a cell in lower case; undefined if it says nothing. An unrecognized
   * value is `unknown`, because it may mean that the subscriber unsubscribed.
   */
  read: (cell: string) => ListedStatus | 'unknown' | undefined;
  /** What a date in this column means. */
  date?: DateField;
}

type Words = Partial<Record<ListedStatus, string>>;

/** Words that products use for a status, with underscores. */
const commonWords = wordsOf({
  active: 'active enabled subscribed confirmed opted_in opt_in regular premium',
  pending: 'pending unconfirmed unactivated not_confirmed awaiting_confirmation',
  paused: 'paused snoozed on_hold',
  inactive:
    'inactive disabled archived non_subscribed nonsubscribed not_subscribed never_subscribed',
  unsubscribed:
    'unsubscribed unsubscribe opted_out opt_out optout left cancelled canceled churned abgemeldet 已退订',
  bounced:
    'bounced bounce hard_bounced hard_bounce cleaned unreachable undeliverable invalid inactive_bounced',
  complained: 'complained complaint complainer spam spam_complaint abuse marked_as_spam junk',
  blocked:
    'blocked blocklisted blacklisted suppressed banned do_not_contact do_not_mail spammy malicious',
  deleted: 'deleted removed erased',
});

function wordsOf(words: Words): ReadonlyMap<string, ListedStatus> {
  return new Map(
    listedStatuses.flatMap((status) =>
      (words[status]?.split(' ') ?? []).map((word) => [word, status] as const),
    ),
  );
}

/**
 * `Unsubscribed At`, `unsubscribedAt` and `UNSUBSCRIBED-AT` are the same name, as are `E-Mail` and
 * `Email`.
 */
export function normalized(name: string): string {
  return name
    .slice(0, 200)
    .trim()
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, '_')
    .replace(/(?<=^|_)e_mail(?=_|$)/, 'email');
}

/** Returns the status that a word means in most products. */
export function statusWord(cell: string): ListedStatus | undefined {
  return cell.length > 40 ? undefined : commonWords.get(normalized(cell));
}

/** A column with one word per status: the words of the product first, then the common ones. */
export function status(words: Words = {}): StatusReader {
  const own = wordsOf(words);
  return { read: (cell) => own.get(normalized(cell)) ?? statusWord(cell) ?? 'unknown' };
}

export const isTrue = /^(?:true|yes|y|t|1|on|x)$/;
export const isFalse = /^(?:false|no|n|f|0|off|null|none|never|-|n\/a|0000-00-00.*)$/;
export const isDate = /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}/;

/** A column that is true or a date for subscribers who may be mailed. */
export function ifFalse(meaning: ListedStatus): StatusReader {
  const read = (cell: string) => {
    if (isFalse.test(cell)) return meaning;
    if (isTrue.test(cell) || isDate.test(cell)) return 'active';
    return statusWord(cell) ?? 'unknown';
  };
  return { read, date: 'consent' };
}

/**
 * A column that is filled with `true`, a date or a number for subscribers who may not be mailed.
 */
export function ifFilled(meaning: ListedStatus): StatusReader {
  const read = (cell: string) => (cell === '' || isFalse.test(cell) ? undefined : meaning);
  return { read, date: 'left' };
}

/** A column that may add details about a subscriber who unsubscribed, such as the reason. */
export function ifWord(words: Words): StatusReader {
  const own = wordsOf(words);
  return { read: (cell) => own.get(normalized(cell)) };
}
