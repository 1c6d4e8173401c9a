import { z } from 'zod';

const types: Record<string, string> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object with fields',
  record: 'an object with fields',
  date: 'a date and time',
  null: 'null',
};

const formats: Record<string, string> = {
  email: 'an email address',
  url: 'a URL',
  date: 'a date such as 2026-03-14',
  datetime: 'a time such as 2026-03-14T08:00:00Z',
};

/** The singular and plural of what a minimum or maximum counts. */
const units: Record<string, [one: string, many: string]> = {
  string: ['character', 'characters'],
  array: ['entry', 'entries'],
  set: ['entry', 'entries'],
};

function amount(count: number | bigint, origin: string): string {
  const [one, many] = units[origin] ?? [];
  const unit = Number(count) === 1 ? one : many;
  return unit === undefined ? String(count) : `${count} ${unit}`;
}

/**
 * The expected input, for issues whose schema has no message of its own. The default messages of
 * zod are never shown.
 */
function messageOf(issue: z.core.$ZodRawIssue): string {
  if (issue.input === undefined && issue.code === 'invalid_type') return 'required';
  switch (issue.code) {
    case 'invalid_type':
      return types[issue.expected] ?? 'another type of value';
    case 'too_small':
      return `at least ${amount(issue.minimum, issue.origin)}`;
    case 'too_big':
      return `at most ${amount(issue.maximum, issue.origin)}`;
    case 'invalid_format':
      return formats[issue.format] ?? 'another format';
    case 'invalid_value':
      return `one of ${issue.values.map(String).join(', ')}`;
    case 'unrecognized_keys':
      return 'unknown field';
    default:
      return 'not valid';
  }
}

z.config({ localeError: messageOf });
