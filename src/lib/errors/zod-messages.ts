import { z } from 'zod';

const types: Record<string, string> = {
  string: 'a text',
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

const units: Record<string, string> = { string: ' characters', array: ' entries', set: ' entries' };

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
      return `at least ${issue.minimum}${units[issue.origin] ?? ''}`;
    case 'too_big':
      return `at most ${issue.maximum}${units[issue.origin] ?? ''}`;
    case 'invalid_format':
      return formats[issue.format] ?? 'another format';
    case 'invalid_value':
      return `one of ${issue.values.map(String).join(', ')}`;
    case 'unrecognized_keys':
      return 'no such field';
    default:
      return 'not valid';
  }
}

z.config({ localeError: messageOf });
