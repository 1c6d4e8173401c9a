import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { subscriberAnswer } from '../../../../src/subscribers/answers.ts';
import {
  preferenceColumns,
  preferenceInput,
  preferenceNames,
} from '../../../../src/subscribers/preferences/definitions.ts';
import { subscriberSelect } from '../../../../src/subscribers/subscriber.ts';

const read = (file: string) =>
  readFileSync(new URL(`../../../../${file}`, import.meta.url), 'utf8');

/** Columns of a subscriber that are not preferences. */
const others =
  'id email email_key status status_before list_key paused_until created_at active_since schedule_since ' +
  'confirmation_queued_at reminder_queued_at unsubscribed_at unsubscribe_reason unsubscribe_comment undo_expires_at ' +
  'previous_email_hashes';

test('each other column of a subscriber is a preference, with its input, answer and form field', () => {
  const model = /^model Subscriber \{(.*?)^\}/ms.exec(read('prisma/schema.prisma'))?.[1] ?? '';
  const fields = [
    ...model.matchAll(
      /^ {2}(\w+) +(?:Int|String|Boolean|DateTime|SubscriberStatus|Frequency|Unsupported)\b.*/gm,
    ),
  ];
  const columns = fields.map(([line, name = '']) => /@map\("(\w+)"\)/.exec(line)?.[1] ?? name);
  const known = new Set(others.split(' '));
  expect(columns.filter((column) => !known.has(column)).toSorted()).toEqual(
    [...preferenceColumns].toSorted(),
  );
  expect(Object.keys(preferenceInput.shape)).toEqual(preferenceNames);
  const form = read('templates/web/preferences.liquid');
  for (const name of preferenceNames) {
    expect(subscriberAnswer.shape).toHaveProperty(name);
    expect(subscriberSelect).toHaveProperty(name);
    expect(form).toContain(`name="${name}"`);
  }
});

test.for([
  ['7:00', 7],
  ['07', 7],
  [' 23:00 ', 23],
  ['', null],
])('the hour %j is %j', ([text, hour]) => {
  expect(preferenceInput.parse({ hour: text })).toEqual({ hour });
});
