import type { Context } from '../../context.ts';
import { subjectFor } from '../../digests/compose/subject.ts';
import type { Digest, Pooled } from '../../digests/digest.ts';
import { ownLanguageName } from '../../lib/format/languages.ts';

/** The subject of a digest's email and the links to its languages and parts. */
export function previewView(
  ctx: Context,
  digest: Digest,
  pool: Pooled[],
  requested: string,
  part: 'html' | 'text',
) {
  const words = ctx.words(requested);
  const page = `/admin/digests/${digest.date}`;
  const query = (language: string, shape: string) =>
    new URLSearchParams({ kind: digest.kind, language, part: shape }).toString();
  const link = (language: string, shape: string) => `${page}?${query(language, shape)}#mail`;
  const titles = pool.slice(0, digest.issueSize).map(({ content }) => content.title);
  return {
    subject: subjectFor(words, digest, titles),
    part,
    lang: words.lang,
    src: `${page}/preview?${query(words.lang, part)}`,
    parts: ['html', 'text'].map((shape) => ({ shape, href: link(words.lang, shape) })),
    languages: ctx.words.languages.map((lang) => ({
      lang,
      name: ownLanguageName(lang),
      href: link(lang, part),
      current: lang === words.lang,
    })),
  };
}
