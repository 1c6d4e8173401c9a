import type { Context } from '../../context.ts';
import type { Claim, OutgoingMail, Renderers } from '../../outbox/rendering.ts';
import type { Words } from '../../lib/i18n/words.ts';
import { alertRenderer } from './alert-mail.ts';
import { composeMail, type DigestMail, fillMail, fillTest } from './digest-mail.ts';
import { issueRanks, mailedDigestById, mailedPapers } from './sql.ts';
import { makeListCache } from './list-cache.ts';

/**
 * Encoded digests that a sender has in memory, by language: today's, yesterday's, and test copies.
 */
const cachedDigests = 8;

/**
 * The renderers of `digest` deliveries, `test` copies and the operator's `alert`, for the sender's
 * table. A digest is encoded once per language and process.
 */
export function digestRenderers(ctx: Context): Renderers {
  const mails = new Map<string, Promise<DigestMail>>();
  const ready = new Map<string, DigestMail>();
  const lists = makeListCache(ctx.db);

  function mailOf(digestId: number, words: Words, test: boolean): Promise<DigestMail> {
    const key = `${digestId}${words.lang}${test ? ' test' : ''}`;
    const known = mails.get(key);
    if (known !== undefined) return known;
    const mail = compose(ctx, digestId, { words, test });
    mails.set(key, mail);
    if (mails.size > cachedDigests * ctx.words.languages.length)
      forget(mails.keys().next().value ?? '');
    // A draft may change between two test copies; what failed is tried again.
    mail.then(
      (made) => (test ? forget(key) : ready.set(key, made)),
      () => forget(key),
    );
    return mail;
  }

  function forget(key: string): void {
    mails.delete(key);
    ready.delete(key);
  }

  async function prepare(digestId: number, words: Words, selectionId: number | null) {
    const mail = await mailOf(digestId, words, false);
    const ranks = selectionId === null ? undefined : await lists.read(selectionId);
    await mail.need(ranks ?? []);
    return { mail, ranks };
  }

  function render(claim: Claim): OutgoingMail | Promise<OutgoingMail> {
    const { digestId, subscriberId, selectionId, address, language } = claim;
    if (digestId === null || subscriberId === null)
      throw new Error('a delivery without its digest');
    const recipient = { subscriberId, address };
    const words = ctx.words(language);
    const mail = ready.get(`${digestId}${words.lang}`);
    const ranks = selectionId === null ? undefined : lists.at(selectionId);
    return mail === undefined ||
      (selectionId !== null && ranks === undefined) ||
      !mail.has(ranks ?? [])
      ? prepare(digestId, words, selectionId).then((made) =>
          fillMail(ctx, made.mail, recipient, made.ranks),
        )
      : fillMail(ctx, mail, recipient, ranks);
  }

  return {
    digest: render,
    alert: alertRenderer(ctx),
    test: async ({ transactionalEmailId, data, address, language }) => {
      if (transactionalEmailId === null || typeof data['digestId'] !== 'number')
        throw new Error('a test copy without its digest');
      return fillTest(
        ctx,
        await mailOf(data['digestId'], ctx.words(language), true),
        transactionalEmailId,
        address,
      );
    },
  };
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
