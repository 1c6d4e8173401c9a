import type { Context } from '../../context.ts';
import { escapeHtml } from '../../lib/text/escape-html.ts';
import { mailboxDomain, headerText } from '../../mail/header.ts';
import { fixedFields } from '../../mail/transactional.ts';
import { type Body, contentTypeOf, joinParts } from '../../mail/message.ts';
import type { Words } from '../../lib/i18n/words.ts';
import type { Digest } from '../digest.ts';
import {
  quotedPrintable,
  type FilledLayout,
  filledBytes,
  fillLayout,
  joinSections,
  type Sections,
  type Values,
} from './fragments.ts';
import { subjectFor } from '../compose/subject.ts';
import { issuePath } from './web-path.ts';

/** The parts of lists of a digest's papers, in one language. */
export interface Lists {
  digest: Pick<Digest, 'id' | 'kind' | 'date' | 'subject' | 'isSubjectEdited'>;
  words: Words;
  test: boolean;
  sections: Sections;
  boundary: string;
  /** The heads of personal lists, by first paper and length. */
  heads: Map<string, ListHead>;
}

/** A list of papers from the pool, ready for any number of readers. */
export interface List {
  /** Header fields that are the same for all readers with this list. */
  fixed: string;
  body: Body;
}

/** The issue: the list of readers without preferences. Its web page is the same for everybody. */
export function issueList(ctx: Context, lists: Lists, ranks: number[], subject: string): List {
  const head = issueHeadValues(lists, ranks, subject, encodedHtml);
  return listFrom(lists, ranks, listHeadOf(ctx, lists, subject, head));
}

/**
 * A personal list from the pool. The subject names its first paper, unless an operator wrote one.
 * @param ranks of the pool, in the order of the list. If empty, the email says that nothing
 *   matched.
 */
export function personalList(ctx: Context, lists: Lists, ranks: number[]): List {
  return listFrom(lists, ranks, headFor(ctx, lists, ranks));
}

function listFrom({ sections, boundary }: Lists, ranks: number[], head: ListHead): List {
  const { fixed, filled } = head;
  const { html, text } = joinSections(sections, ranks, filled);
  return { fixed, body: joinParts(text, html, boundary) };
}

/** The header fields and the filled layout of a list, encoded. */
interface ListHead {
  fixed: string;
  filled: FilledLayout;
}

function listHeadOf(ctx: Context, lists: Lists, subject: string, head: Values): ListHead {
  return {
    fixed:
      fixedFields(ctx, subject) +
      listFields(ctx, lists.digest, lists.test, contentTypeOf(lists.boundary)),
    filled: fillLayout(lists.sections, head),
  };
}

function encodedHtml(text: string): string {
  return quotedPrintable.value(escapeHtml(text));
}

/**
 * Lists with the same first paper and the same length share a head. There are few such combinations
 * and many readers.
 */
function headFor(ctx: Context, lists: Lists, ranks: number[]): ListHead {
  const key = `${ranks[0] ?? 0}:${ranks.length}`;
  const cached = lists.heads.get(key);
  if (cached !== undefined) return cached;
  const subject = listSubject(lists, ranks);
  const head = listHeadOf(ctx, lists, subject, headValues(lists, ranks, subject, encodedHtml));
  const bytes = filledBytes(head.filled) + 2 * head.fixed.length;
  lists.sections.budget.put(lists.heads, key, head, bytes);
  return head;
}

/** The subject of a personal list. */
export function listSubject(
  { digest, sections: { papers }, words }: Pick<Lists, 'digest' | 'sections' | 'words'>,
  ranks: number[],
): string {
  if (ranks.length === 0) return words.t('digest-empty', { kind: digest.kind });
  return subjectFor(
    words,
    digest,
    ranks.map((rank) => papers.get(rank)?.title ?? ''),
  );
}

/** Values of the slots of a personal list. The link to its web page is a slot of the recipient. */
export function headValues(
  { digest: { kind }, sections: { papers }, words }: Pick<Lists, 'digest' | 'sections' | 'words'>,
  ranks: number[],
  subject: string,
  write: (text: string) => string,
) {
  return {
    subject: write(subject),
    preheader: write(papers.get(ranks[0] ?? 0)?.preheader ?? ''),
    empty: write(ranks.length === 0 ? words.t('digest-empty-text', { kind }) : ''),
  };
}

/** Values of the slots of the issue. */
export function issueHeadValues(
  lists: Lists,
  ranks: number[],
  subject: string,
  write: (text: string) => string,
) {
  return { ...headValues(lists, ranks, subject, write), web: write(issuePath(lists.digest)) };
}

/** Header fields of bulk email, as required by RFC 2919 and Gmail's sender guidelines. */
function listFields(
  ctx: Context,
  { id, kind }: Pick<Digest, 'id' | 'kind'>,
  test: boolean,
  contentType: string,
): string {
  const { MAIL_FROM: from, SITE_NAME: siteName } = ctx.config;
  const domain = mailboxDomain(from);
  const list = [
    `List-Id: ${/^[A-Za-z0-9 ]+$/.test(siteName) ? siteName : headerText(siteName)} <${kind}.${domain}>`,
    `Feedback-ID: ${id}:${kind}:digest:${domain.replaceAll(/[^\w-]/g, '-')}`,
    'Precedence: bulk',
  ];
  return [...(test ? [] : list), `Content-Type: ${contentType}`, ''].join('\r\n');
}
