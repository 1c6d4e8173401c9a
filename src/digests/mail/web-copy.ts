import type { Context } from '../../context.ts';
import type { Words } from '../../lib/i18n/words.ts';
import { escapeHtml } from '../../lib/text/escape-html.ts';
import type { Digest } from '../digest.ts';
import { fillLayout, joinSections, plainText, withoutPersonal } from './fragments.ts';
import { headValues, listSubject } from './list-mail.ts';
import { CacheBudget } from './cache-budget.ts';
import { PapersAsNeeded } from './papers-as-needed.ts';
import { renderDigest, type RenderedDigest } from './rendered-digest.ts';
import { issueRanks, papersByRanks } from './sql.ts';

/**
 * Maximum rendered digests in memory, by digest and language, each with the papers requested so
 * far.
 */
const cachedDigests = 8;

/** A list of papers as it was sent. */
interface WebCopy {
  subject: string;
  html: string;
}

/** @param ranks the personal list, or null for the issue */
export type WebCopies = (digest: Digest, words: Words, ranks: number[] | null) => Promise<WebCopy>;

interface Cached {
  issue: Pick<RenderedDigest, 'subject' | 'issueRanks'>;
  papers: PapersAsNeeded;
}

/**
 * Renders digest emails as web pages without personal data. A paper of a digest is rendered once
 * per language and process.
 */
export function webCopies(ctx: Context): WebCopies {
  const rendered = new Map<string, Promise<Cached>>();
  const budget = new CacheBudget();

  function renderedOf(digest: Digest, words: Words): Promise<Cached> {
    const key = `${digest.id}${words.lang}`;
    const cached = rendered.get(key);
    if (cached !== undefined) return cached;
    const made = render(ctx, digest, words, budget);
    rendered.set(key, made);
    if (rendered.size > cachedDigests) rendered.delete(rendered.keys().next().value ?? '');
    made.catch(() => rendered.delete(key));
    return made;
  }

  return async (digest, words, ranks) => {
    const copy = await renderedOf(digest, words);
    await copy.papers.need(ranks ?? []);
    return joinCopy(copy, { digest, words }, ranks);
  };
}

async function render(
  ctx: Context,
  digest: Digest,
  words: Words,
  budget: CacheBudget,
): Promise<Cached> {
  const readPapers = (ranks: number[]) => papersByRanks(ctx.db, digest.id, ranks);
  const issue = await readPapers(issueRanks(digest));
  const rendered = await renderDigest(ctx, digest, issue, { words });
  return { issue: rendered, papers: new PapersAsNeeded(rendered, plainText, budget, readPapers) };
}

function joinCopy(
  { issue, papers: { sections } }: Cached,
  { digest, words }: { digest: Digest; words: Words },
  own: number[] | null,
): WebCopy {
  const ranks = own ?? issue.issueRanks;
  const lists = { digest, sections: withoutPersonal(sections), words };
  const subject = own === null ? issue.subject : listSubject(lists, own);
  const filled = fillLayout(lists.sections, headValues(lists, ranks, subject, escapeHtml));
  return { subject, html: joinSections(lists.sections, ranks, filled).html.flat().join('') };
}
