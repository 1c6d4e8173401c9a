import type { Context } from '../../context.ts';
import type { Words } from '../../lib/i18n/words.ts';
import { CacheBudget } from './cache-budget.ts';
import { composeMail, type DigestMail } from './digest-mail.ts';
import { issueRanks, mailedDigestById, papersByRanks } from './sql.ts';

/** Maximum encoded digests in memory, one per language: today's, yesterday's and test copies. */
const cachedDigests = 8;

/** The encoded digests of a sender process: one per digest and language. */
export class MailCache {
  readonly #ctx: Context;
  readonly #mails = new Map<string, Promise<DigestMail>>();
  readonly #ready = new Map<string, DigestMail>();
  readonly #budget = new CacheBudget();

  constructor(ctx: Context) {
    this.#ctx = ctx;
  }

  /** Returns the encoded digest, or undefined if it is not ready. */
  at(digestId: number, words: Words): DigestMail | undefined {
    return this.#ready.get(keyOf(digestId, words));
  }

  /** Returns the encoded digest and encodes it if needed. */
  read(digestId: number, words: Words): Promise<DigestMail> {
    const key = keyOf(digestId, words);
    return this.#mails.get(key) ?? this.#start(key, digestId, words);
  }

  /**
   * Encodes a test copy. Concurrent requests share it. It is dropped afterwards, because a draft
   * may change.
   */
  readTest(digestId: number, words: Words): Promise<DigestMail> {
    const key = `${keyOf(digestId, words)} test`;
    const known = this.#mails.get(key);
    if (known !== undefined) return known;
    const mail = compose(this.#ctx, digestId, { words, test: true, budget: this.#budget });
    this.#add(key, mail);
    mail.finally(() => this.#forget(key, mail)).catch(() => {});
    return mail;
  }

  /**
   * A failed attempt is not cached and is retried on the next read. A digest that was evicted while
   * it was encoded is not cached either.
   */
  #start(key: string, digestId: number, words: Words): Promise<DigestMail> {
    const mail = compose(this.#ctx, digestId, { words, test: false, budget: this.#budget });
    this.#add(key, mail);
    mail.then(
      (made) => this.#mails.get(key) === mail && this.#ready.set(key, made),
      () => this.#forget(key, mail),
    );
    return mail;
  }

  #add(key: string, mail: Promise<DigestMail>): void {
    this.#mails.set(key, mail);
    const [oldest] = this.#mails;
    if (oldest !== undefined && this.#mails.size > cachedDigests * this.#ctx.words.languages.length)
      this.#forget(...oldest);
  }

  /** Removes this mail, but not one that was encoded again under the same key. */
  #forget(key: string, mail: Promise<DigestMail>): void {
    if (this.#mails.get(key) !== mail) return;
    this.#mails.delete(key);
    this.#ready.delete(key);
  }
}

function keyOf(digestId: number, { lang }: Words): string {
  return `${digestId}${lang}`;
}

async function compose(
  ctx: Context,
  digestId: number,
  version: { words: Words; test: boolean; budget: CacheBudget },
): Promise<DigestMail> {
  const digest = await mailedDigestById(ctx.db, digestId);
  if (digest === undefined) throw new Error(`there is no digest ${digestId}`);
  const readPapers = (ranks: number[]) => papersByRanks(ctx.db, digestId, ranks);
  const issue = await readPapers(issueRanks(digest));
  return composeMail(ctx, digest, issue, { ...version, readPapers });
}
