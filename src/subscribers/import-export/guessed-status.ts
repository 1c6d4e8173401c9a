import { isDate, isFalse, isTrue, type StatusReader, statusWord } from './status-readers.ts';

// Columns that no list of names contains, but whose name suggests that they state whether a
// subscriber may be mailed.

/** Names of columns about a subscriber who may not be mailed. */
const departure =
  /unsubscri|(?:^|_)opt(?:ed)?_?out|bounce|complain|blocked|blocklist|blacklist|suppress|(?:^|_)do_?not_|abmeld|abgemeldet|退订/;

/** Names of columns about a subscriber who may be mailed. */
const permission =
  /subscri(?:be(?!r)|ption)|(?:^|_)opt(?:ed)?_?in|consent|newsletter|(?:^|_)status$|angemeldet|订阅|状态/;

/** Names of details, which do not state the status itself. */
const detail =
  /(?:^|_)(?:id|uuid|ip|url|link|token|key|hash|source|form|page|text|note|type|name|plan|count)$/;
const time = /_(?:at|on|am|date|time|timestamp)$/;

/** Only a common word counts. */
const words: StatusReader = { read: statusWord };

/** Empty or false for those who may be mailed. */
const falseIfMailed: StatusReader = {
  read: (cell) => (cell === '' || isFalse.test(cell) ? undefined : (statusWord(cell) ?? 'unknown')),
};

/** True or a date for those who may be mailed. */
const trueIfMailed: StatusReader = {
  read: (cell) =>
    isTrue.test(cell) || isDate.test(cell) ? undefined : (statusWord(cell) ?? 'unknown'),
};

/**
 * Returns how to read a column by its name in snake case; undefined if the name does not suggest a
 * status. Any value that could mean that a subscriber left is unknown, which rejects the row.
 */
export function guessedStatus(name: string): StatusReader | undefined {
  if (departure.test(name)) return detail.test(name) ? words : falseIfMailed;
  if (permission.test(name)) return detail.test(name) || time.test(name) ? words : trueIfMailed;
  return name === 'reason' ? words : undefined;
}
