import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { day } from '../../src/lib/dates.ts';
import { parseJson } from '../../src/lib/text/json.ts';

/** A paper on its listing day and its upvotes over time. Hours count from 00:00 UTC of `date`. */
const votes = z.object({
  date: day,
  id: z.string().min(1).max(200),
  /** When it was listed. */
  submitted: z.iso.datetime({ offset: true }),
  /** The counts of the morning. */
  at8: z.object({ hour: z.number(), upvotes: z.int().min(0), comments: z.int().min(0) }),
  /** Upvotes at the next midnight. */
  next: z.int().min(0).nullable(),
  /** The last known upvotes. */
  final: z.int().min(0).nullable(),
  finalAfterHours: z.number().nullable(),
  code: z.boolean(),
});

/** The description of a paper in a Hugging Face response. */
const described = z.object({
  paper: z.object({
    id: z.string(),
    title: z.string(),
    authors: z.array(z.object({ name: z.string() })).default([]),
    publishedAt: z.string().optional(),
    githubStars: z.int().min(0).nullish(),
    organization: z.object({ name: z.string() }).nullish(),
  }),
});

interface Details {
  title: string;
  authors: string[];
  organization: string | null;
  stars: number | null;
  publishedOn: string | null;
}

export type Listing = z.output<typeof votes> & { details?: Details };

export interface History {
  listings: Listing[];
  rejected: { file: string; line: number; reason: string }[];
}

/**
 * Reads a `.ndjson` file of votes, or a folder with `votes-*.ndjson` and optionally
 * `hf-daily-*.json`, which are Hugging Face responses with titles, authors, organizations and
 * stars.
 * @returns undefined if there are no such files
 */
export function readHistory(path: string): History | undefined {
  if (!existsSync(path)) return undefined;
  const files = statSync(path).isDirectory()
    ? readdirSync(path).map((name) => join(path, name))
    : [path];
  const read = files.filter(
    (file) => file.endsWith('.ndjson') && (file === path || /votes-[^/\\]*$/.test(file)),
  );
  if (read.length === 0) return undefined;
  const details = new Map(
    files.filter((file) => /hf-daily-[^/\\]*\.json$/.test(file)).flatMap(readDetails),
  );
  const parts = read.map((file) => readVotes(file, readFileSync(file, 'utf8')));
  return {
    listings: parts
      .flatMap(({ listings }) => listings)
      .map((listing) => ({ ...listing, ...details.get(listing.id) })),
    rejected: parts.flatMap(({ rejected }) => rejected),
  };
}

/** Parses one listing per line. An invalid line is skipped and reported by its number. */
export function readVotes(file: string, text: string): History {
  const listings: Listing[] = [];
  const rejected: History['rejected'] = [];
  for (const [index, row] of text.split(/\r?\n/).entries()) {
    if (row.trim() === '') continue;
    const parsed = votes.safeParse(parseJson(row));
    if (parsed.success) listings.push(parsed.data);
    else
      rejected.push({
        file,
        line: index + 1,
        reason: z.prettifyError(parsed.error).replaceAll('\n', ' '),
      });
  }
  return { listings, rejected };
}

function readDetails(file: string): [string, { details: Details }][] {
  const items = z.array(z.unknown()).safeParse(parseJson(readFileSync(file, 'utf8'))).data ?? [];
  return items.flatMap((item) => {
    const parsed = described.safeParse(item);
    if (!parsed.success) return [];
    const { id, title, authors, publishedAt, githubStars, organization } = parsed.data.paper;
    const details = {
      title,
      authors: authors.map(({ name }) => name),
      organization: organization?.name ?? null,
      stars: githubStars ?? null,
      publishedOn: publishedAt?.slice(0, 10) ?? null,
    };
    return [[id, { details }]];
  });
}
