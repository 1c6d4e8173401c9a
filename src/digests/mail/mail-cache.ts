import type { Context } from '../../context.ts';
import type { Words } from '../../lib/i18n/words.ts';
import { composeMail, type DigestMail } from './digest-mail.ts';
import { issueRanks, mailedDigestById, mailedPapers } from './sql.ts';

/** Encoded digests in memory, by language: today's, yesterday's, and test copies. */
const cachedDigests = 8;

/** The encoded digests of a sender process: one per digest and language. */
export class MailCache {
  readonly #ctx: Context;
  readonly #mails = new Map<string, Promise<DigestMail>>();
  readonly #ready = new Map<string, DigestMail>();

  constructor(ctx: Context) {
    this.#ctx = ctx;
  }

  /** A mail that is encoded; undefined before that. */
  at(digestId: number, words: Words): DigestMail | undefined {
    return this.#ready.get(keyOf(digestId, words));
  }

  /** The same, encoded if it is not. */
  read(digestId: number, words: Words): Promise<DigestMail> {
    const key = keyOf(digestId, words);
    return this.#mails.get(key) ?? this.#start(key, digestId, words);
  }

  /** A test copy; simultaneous ones share it. A draft may change before the next: it is forgotten. */
  readTest(digestId: number, words: Words): Promise<DigestMail> {
    const key = `${keyOf(digestId, words)} test`;
    const known = this.#mails.get(key);
    if (known !== undefined) return known;
    const mail = compose(this.#ctx, digestId, { words, test: true });
    this.#add(key, mail);
    mail.finally(() => this.#forget(key)).catch(() => {});
    return mail;
  }

  /** What fails is tried again. */
  #start(key: string, digestId: number, words: Words): Promise<DigestMail> {
    const mail = compose(this.#ctx, digestId, { words, test: false });
    this.#add(key, mail);
    mail.then(
      (made) => this.#ready.set(key, made),
      () => this.#forget(key),
    );
    return mail;
  }

  #add(key: string, mail: Promise<DigestMail>): void {
    this.#mails.set(key, mail);
    const [oldest = ''] = this.#mails.keys();
    if (this.#mails.size > cachedDigests * this.#ctx.words.languages.length) this.#forget(oldest);
  }

  #forget(key: string): void {
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
  version: { words: Words; test: boolean },
): Promise<DigestMail> {
  const digest = await mailedDigestById(ctx.db, digestId);
  if (digest === undefined) throw new Error(`there is no digest ${digestId}`);
  const readPapers = (ranks: number[]) => mailedPapers(ctx.db, digestId, ranks);
  const issue = await readPapers(issueRanks(digest));
  return composeMail(ctx, digest, issue, { ...version, readPapers });
}
