import { z } from 'zod';
import { isTimeZone } from '../../lib/dates.ts';
import { oneLine } from '../../lib/text/one-line.ts';

/** A form sends '' for "no choice" and lists as one line; JSON sends null and arrays. */
const blankAsNull = (value: unknown) => (value === '' ? null : value);
const numberOfForm = (value: unknown) =>
  typeof value === 'string' && /^\d{1,2}$/.test(value) ? Number(value) : blankAsNull(value);
const asList = (value: unknown) => (typeof value === 'string' ? value.split(/[,，、\n]/) : value);
const checkbox = (value: unknown) => (value === 'on' || value === 'true' ? true : value === 'false' ? false : value);

const topic = z.string().transform(oneLine).pipe(z.string().max(80, 'at most 80 characters a topic'));

/** The languages of the catalogue (a test keeps the two equal). */
export const readerLanguages = ['en', 'de', 'zh'] as const;

/** What a reader may choose; absent: as it is, null: back to the default. */
export const preferenceInput = z.object({
  topics: z
    .preprocess(
      asList,
      z
        .array(topic)
        .transform((topics) => [...new Set(topics.filter((text) => text !== ''))])
        .pipe(z.array(z.string()).max(20, 'at most 20 topics')),
    )
    .optional(),
  topicsOnly: z.preprocess(checkbox, z.boolean('true or false')).optional(),
  tellEmpty: z.preprocess(checkbox, z.boolean('true or false')).optional(),
  papers: z.preprocess(numberOfForm, z.int('a number from 5 to 25').min(5).max(25).nullable()).optional(),
  frequency: z.enum(['daily', 'weekdays', 'weekly'], 'daily, weekdays or weekly').optional(),
  timezone: z
    .preprocess(blankAsNull, z.string().refine(isTimeZone, 'a time zone such as Europe/Berlin').nullable())
    .optional(),
  hour: z.preprocess(numberOfForm, z.int('an hour from 0 to 23').min(0).max(23).nullable()).optional(),
  language: z
    .preprocess(blankAsNull, z.enum(readerLanguages, `one of ${readerLanguages.join(', ')}`).nullable())
    .optional(),
});

export type PreferenceInput = z.output<typeof preferenceInput>;
