import { addDays, type Day } from '../../src/lib/dates.ts';
import type { Rankable, Signals } from '../../src/papers/ranking/rankable.ts';
import { type PastPaper, trackRecordsFrom } from '../../src/papers/ranking/track-record.ts';
import { type Listing } from './history.ts';
import { hashed } from './random.ts';

/** A listing in the form that the ranking expects. */
export interface Entry extends Rankable {
  listing: Listing;
  title: string;
  authors: string[];
  submitted: Date;
}

/** Days of history that the track records of the database cover (signals.ts). */
const historyDays = 180;

/** Returns listings with ids in an order that is unrelated to their quality. */
export function entriesOf(listings: Listing[]): Entry[] {
  return listings.toSorted((a, b) => hashed(a.date + a.id) - hashed(b.date + b.id)).map(entryOf);
}

function entryOf(listing: Listing, place: number): Entry {
  const { date, id, submitted, at8, code, details } = listing;
  return {
    id: place + 1,
    listing,
    listedOn: date,
    publishedOn: details?.publishedOn ?? publishedAround(id),
    submitted: new Date(submitted),
    upvotes: at8.upvotes,
    comments: at8.comments,
    codeUrl: code ? 'https://code.example' : null,
    stars: details?.stars ?? null,
    organization: details?.organization ?? null,
    title: details?.title ?? '',
    authors: details?.authors ?? [],
  };
}

/** arXiv numbers the papers of a month in order, about 26,000 of them. */
function publishedAround(id: string): Day | null {
  const [, year, month, number] = /^(\d\d)(0[1-9]|1[0-2])\.(\d{5})$/.exec(id) ?? [];
  if (number === undefined) return null;
  return addDays(`20${year}-${month}-01`, Math.floor((Number(number) / 26_000) * 30));
}

/** Upvotes known `days` days after listing, at 08:00. */
export function knownUpvotes({ listing }: Entry, days: number): number {
  const { at8, next, final, finalAfterHours } = listing;
  if (days === 0) return at8.upvotes;
  const finished = finalAfterHours !== null && finalAfterHours <= days * 24 + 8 ? final : null;
  return finished ?? next ?? at8.upvotes;
}

/**
 * Returns the signals of these entries on the morning of `date`. Track records use only what was
 * known then.
 */
export function signalsOn(date: Day, entries: Entry[], all: Entry[]): ReadonlyMap<number, Signals> {
  const recordOf = trackRecordsFrom(pastOf(date, all));
  return new Map(
    entries.map((entry) => [
      entry.id,
      {
        listedAt: entry.submitted,
        ...(entry.title === '' ? {} : { trackRecord: recordOf(entry) }),
      },
    ]),
  );
}

function pastOf(date: Day, all: Entry[]): PastPaper[] {
  const from = addDays(date, -historyDays);
  return all
    .filter(({ listedOn, title }) => listedOn < date && listedOn >= from && title !== '')
    .map((entry) => ({
      ...entry,
      upvotes: knownUpvotes(entry, daysBetween(entry.listedOn, date)),
    }));
}

export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

/** The time on a day at which its digest is composed. */
export function morning(date: Day): Date {
  return new Date(`${date}T08:00:00Z`);
}
