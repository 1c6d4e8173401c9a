import type { Day } from '../../lib/dates.ts';
import { shrinkage } from './prior-weights.ts';

/** An earlier paper with known upvotes. */
export interface PastPaper extends Attributes {
  listedOn: Day;
  upvotes: number;
}

/** The attributes that a paper may share with earlier ones. */
export interface Attributes {
  title: string;
  authors: string[];
  organization?: string | null;
}

/** How earlier papers of the same authors or the same organization performed. */
export interface Earlier {
  papers: number;
  /** Their mean upvotes, rounded. */
  upvotes: number;
}

export interface TrackRecord {
  /** Expected doublings of upvotes, relative to the other papers of a day. */
  points: number;
  authors?: Earlier;
  organization?: Earlier;
}

/** An earlier paper, and the number of doublings by which it exceeded the mean of its day. */
interface Scored {
  paper: PastPaper;
  excess: number;
}

/**
 * Returns a function that computes the track record of a paper from earlier papers. The mean excess
 * of the organization is computed first. Authors and title words explain only the remainder, so
 * that nothing counts twice.
 */
export function trackRecordsFrom(past: PastPaper[]): (paper: Attributes) => TrackRecord {
  const scored = excesses(past);
  const byOrganization = index(scored, ({ organization }) =>
    organization == null ? [] : [organization],
  );
  const organizationOf = (paper: Attributes) => byOrganization.get(paper.organization ?? '') ?? [];
  const rest = scored.map(({ paper, excess }) => ({
    paper,
    excess: excess - shrunk(organizationOf(paper), shrinkage.organization),
  }));
  const byAuthor = index(rest, ({ authors }) => authors);
  const byWord = index(rest, ({ title }) => titleWords(title));
  return (paper) => {
    const organization = organizationOf(paper);
    const authors = [...new Set(paper.authors.flatMap((name) => byAuthor.get(name) ?? []))];
    const words = titleWords(paper.title).map((word) =>
      shrunk(byWord.get(word) ?? [], shrinkage.word),
    );
    return {
      points:
        shrunk(organization, shrinkage.organization) +
        shrunk(authors, shrinkage.authors) +
        words.reduce((sum, points) => sum + points, 0),
      ...(authors.length > 0 ? { authors: summary(authors) } : {}),
      ...(organization.length > 0 ? { organization: summary(organization) } : {}),
    };
  };
}

function excesses(past: PastPaper[]): Scored[] {
  const scored = past.map((paper) => ({ paper, excess: Math.log2(1 + paper.upvotes) }));
  const days = index(scored, ({ listedOn }) => [listedOn]);
  return [...days.values()].flatMap((day) => {
    const mean = day.reduce((sum, { excess }) => sum + excess, 0) / day.length;
    return day.map(({ paper, excess }) => ({ paper, excess: excess - mean }));
  });
}

function index(scored: Scored[], keys: (paper: PastPaper) => string[]): Map<string, Scored[]> {
  const found = new Map<string, Scored[]>();
  for (const entry of scored)
    for (const key of new Set(keys(entry.paper))) groupOf(found, key).push(entry);
  return found;
}

function groupOf(groups: Map<string, Scored[]>, key: string): Scored[] {
  const known = groups.get(key) ?? [];
  groups.set(key, known);
  return known;
}

function shrunk(scored: Scored[], towardsNothing: number): number {
  return scored.reduce((sum, { excess }) => sum + excess, 0) / (scored.length + towardsNothing);
}

function summary(scored: Scored[]): Earlier {
  const upvotes = scored.reduce((sum, { paper }) => sum + paper.upvotes, 0) / scored.length;
  return { papers: scored.length, upvotes: Math.round(upvotes) };
}

function titleWords(title: string): string[] {
  return [...new Set(title.toLowerCase().match(/\p{L}{3,}/gu))];
}
