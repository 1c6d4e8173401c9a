import { z } from 'zod';
import { isTimeZone } from '../../lib/dates.ts';
import { oneLine } from '../../lib/text/one-line.ts';
import { parseJson } from '../../lib/text/json.ts';

// The preferences of a subscriber. The input of the API, forms and imports, the responses of the
// API, the columns of CSV files and of the statements that write them, and the admin pages all
// derive from `definitions`. To add a preference, add its column in schema.prisma, an entry here,
// the form fields and the messages.

/**
 * A form sends '' for "no choice", and numbers, lists and booleans as text. JSON sends null and
 * typed values.
 */
const blankAsNull = (value: unknown) => (value === '' ? null : value);
const listFromText = (value: unknown) => {
  if (typeof value !== 'string') return value;
  return (value.startsWith('[') && listFromJson(value)) || value.split(/[,;，；、\n]/);
};
const booleanFromText = (value: unknown) =>
  value === 'on' || value === 'true' ? true : value === 'false' ? false : value;
const numberFromText = (value: unknown) =>
  typeof value === 'string' && /^\d{1,2}$/.test(value) ? Number(value) : blankAsNull(value);
/** Exports write a list as JSON if one of its texts contains the separator. */
function listFromJson(text: string): string[] | undefined {
  return z.array(z.string()).safeParse(parseJson(text)).data;
}
/** `7:00`, `7.0` and `07` are 7. */
const hourFromText = (value: unknown) =>
  numberFromText(
    typeof value === 'string'
      ? value.trim().replace(/^(\d{1,2})(?::00(?::00)?|\.0)$/, '$1')
      : value,
  );

const topic = z
  .string()
  .transform(oneLine)
  .pipe(z.string().max(80, 'at most 80 characters a topic'));
const topics = z
  .array(topic)
  .transform((list) => [...new Set(list.filter((text) => text !== ''))])
  .pipe(z.array(z.string()).max(20, 'at most 20 topics'));

/** The languages of the catalog. A test keeps the two lists equal. */
export const readerLanguages = ['en', 'de', 'zh'] as const;

const frequency = z.enum(['daily', 'weekdays', 'weekly'], 'daily, weekdays or weekly');
/** How many papers a subscriber can choose. */
export const minimumPapers = 5;
export const maximumPapers = 25;

const papers = z
  .int(`a number from ${minimumPapers} to ${maximumPapers}`)
  .min(minimumPapers)
  .max(maximumPapers)
  .nullable();
const hour = z.int('an hour from 0 to 23').min(0).max(23).nullable();
const timezone = z.string().refine(isTimeZone, 'a time zone such as Europe/Berlin').nullable();
const language = z.enum(readerLanguages, `one of ${readerLanguages.join(', ')}`).nullable();

/**
 * `input`: absent keeps the value, null restores the default. `answer`: as stored. `initial`: the
 * value of a new subscriber. `label`, `error` and `choices` are message keys: the name, the message
 * for an invalid value, and the stored values.
 */
export const definitions = {
  topics: {
    input: z.preprocess(listFromText, topics).optional(),
    answer: z.array(z.string()),
    initial: [],
    label: 'preferences-topics',
    error: 'preferences-error-topics',
    choices: {},
  },
  topicsOnly: {
    input: z.preprocess(booleanFromText, z.boolean('true or false')).optional(),
    answer: z.boolean(),
    initial: false,
    label: 'preferences-list',
    error: 'preferences-error-choice',
    choices: { false: 'preferences-list-first', true: 'preferences-list-only' },
  },
  notifyWhenEmpty: {
    input: z.preprocess(booleanFromText, z.boolean('true or false')).optional(),
    answer: z.boolean(),
    initial: false,
    label: 'preferences-empty',
    error: 'preferences-error-choice',
    choices: { false: 'preferences-empty-nothing', true: 'preferences-empty-notify' },
  },
  papers: {
    input: z.preprocess(numberFromText, papers).optional(),
    answer: papers,
    initial: null,
    label: 'preferences-papers',
    error: 'preferences-error-choice',
    choices: {},
  },
  frequency: {
    input: frequency.optional(),
    answer: frequency,
    initial: 'daily',
    label: 'preferences-days',
    error: 'preferences-error-choice',
    choices: {
      daily: 'preferences-daily',
      weekdays: 'preferences-weekdays',
      weekly: 'subscribers-weekly',
    },
  },
  timezone: {
    input: z.preprocess(blankAsNull, timezone).optional(),
    answer: z.string().nullable(),
    initial: null,
    label: 'preferences-timezone',
    error: 'preferences-error-timezone',
    choices: {},
  },
  hour: {
    input: z.preprocess(hourFromText, hour).optional(),
    answer: hour,
    initial: null,
    label: 'preferences-hour',
    error: 'preferences-error-choice',
    choices: {},
  },
  language: {
    input: z.preprocess(blankAsNull, language).optional(),
    answer: z.string().nullable(),
    initial: null,
    label: 'preferences-language',
    error: 'preferences-error-choice',
    choices: {},
  },
} as const;

type Definitions = typeof definitions;
export type PreferenceName = keyof Definitions;
type Definition = Record<'input' | 'answer', z.ZodType>;

function schemasOf<D extends Record<string, Definition>, Part extends keyof Definition>(
  from: D,
  part: Part,
): { [Name in keyof D]: D[Name][Part] };
function schemasOf(
  from: Record<string, Definition>,
  part: keyof Definition,
): Record<string, z.ZodType> {
  return Object.fromEntries(
    Object.entries(from).map(([name, definition]) => [name, definition[part]]),
  );
}

function selectOf<D extends object>(from: D): { [Name in keyof D]: true };
function selectOf(from: object): Record<string, true> {
  return Object.fromEntries(Object.keys(from).map((name) => [name, true] as const));
}

/** All preferences, as a Prisma select. */
export const preferenceSelect = selectOf(definitions);

/** The preferences that a subscriber, an operator or an import may set. */
export const preferenceInput = z.object(schemasOf(definitions, 'input'));
export type PreferenceInput = z.output<typeof preferenceInput>;

/** The stored preferences of a subscriber. */
export const preferenceAnswer = z.object(schemasOf(definitions, 'answer'));
export type Preferences = z.output<typeof preferenceAnswer>;

export const preferenceNames: readonly PreferenceName[] = preferenceInput.keyof().options;

/** The column of a preference in the database and in CSV files: `topicsOnly` is `topics_only`. */
export function columnOf(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

export const preferenceColumns: readonly string[] = preferenceNames.map(columnOf);

/** Returns the columns of the preferences that are given. */
export function givenColumns(preferences: PreferenceInput): Record<string, unknown> {
  return Object.fromEntries(
    preferenceNames.flatMap((name) =>
      preferences[name] === undefined || preferences[name] === null
        ? []
        : [[columnOf(name), preferences[name]]],
    ),
  );
}

/** Returns the columns of a new subscriber with these preferences. */
export function initialColumns(preferences: PreferenceInput): Record<string, unknown> {
  return Object.fromEntries(
    preferenceNames.map((name) => [columnOf(name), preferences[name] ?? definitions[name].initial]),
  );
}
