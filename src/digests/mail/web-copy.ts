import type { Context } from '../../context.ts';
import type { Words } from '../../lib/i18n/words.ts';
import { escapeHtml } from '../../lib/text/escape-html.ts';
import type { Digest } from '../digest.ts';
import { poolOf } from '../queries.ts';
import { frameOf, joinSections, withoutPersonal } from './fragments.ts';
import { headOf, listSubject } from './list.ts';
import { renderDigest, type RenderedDigest } from './rendered-digest.ts';

/**
 * Rendered digests in memory, by digest and language; one of a pool of 200 papers takes about 1 MB.
 */
const cachedDigests = 8;

/** A list of papers as it was mailed. */
interface WebCopy {
  subject: string;
  html: string;
}

/** @param ranks the personal list; null: the issue */
export type WebCopies = (digest: Digest, words: Words, ranks: number[] | null) => Promise<WebCopy>;

/**
 * Mails of digests as web pages, without what is personal in them. A digest is rendered once per
 * language and process.
 */
export function webCopies(ctx: Context): WebCopies {
  const rendered = new Map<string, Promise<RenderedDigest>>();

  function renderedOf(digest: Digest, words: Words): Promise<RenderedDigest> {
    const key = `${digest.id}${words.lang}`;
    const cached = rendered.get(key);
    if (cached !== undefined) return cached;
    const made = poolOf(ctx.db, digest.id).then((pool) =>
      renderDigest(ctx, digest, pool, { words }),
    );
    rendered.set(key, made);
    if (rendered.size > cachedDigests) rendered.delete(rendered.keys().next().value ?? '');
    made.catch(() => rendered.delete(key));
    return made;
  }

  return async (digest, words, ranks) =>
    joinCopy(await renderedOf(digest, words), { digest, words }, ranks);
}

function joinCopy(
  { plain, subject: issueSubject, issueRanks, papers, notes }: RenderedDigest,
  { digest, words }: { digest: Digest; words: Words },
  own: number[] | null,
): WebCopy {
  const ranks = own ?? issueRanks;
  const subject = own === null ? issueSubject : listSubject({ digest, papers, words }, own);
  const sections = withoutPersonal(plain);
  const frame = frameOf(sections, headOf({ digest, papers, words }, ranks, subject, escapeHtml));
  return { subject, html: joinSections(sections, ranks, notes, frame).html.flat().join('') };
}
