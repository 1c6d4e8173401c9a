import type { Context } from '../../context.ts';
import type { Claim, OutgoingMail, Renderers } from '../../outbox/rendering.ts';
import type { Words } from '../../lib/i18n/words.ts';
import { alertRenderer } from './alert-mail.ts';
import { fillMail, fillTest } from './digest-mail.ts';
import { ListCache } from './list-cache.ts';
import { MailCache } from './mail-cache.ts';

/** The caches of one sender process. */
interface Caches {
  mails: MailCache;
  lists: ListCache;
}

/**
 * The renderers of `digest` deliveries, `test` copies and operator `alert` emails, for the renderer
 * table of the sender. A digest is encoded once per language and process.
 */
export function digestRenderers(ctx: Context): Renderers {
  const caches = { mails: new MailCache(ctx), lists: new ListCache(ctx.db) };
  return {
    digest: (claim) => renderDelivery(ctx, caches, claim),
    alert: alertRenderer(ctx),
    test: (claim) => renderTest(ctx, caches, claim),
  };
}

/**
 * Renders synchronously if everything needed is in memory, which is the case for nearly all
 * deliveries.
 */
function renderDelivery(
  ctx: Context,
  caches: Caches,
  { digestId, subscriberId, selectionId, address, moves, language }: Claim,
): OutgoingMail | Promise<OutgoingMail> {
  if (digestId === null || subscriberId === null) throw new Error('a delivery without its digest');
  const recipient = { subscriberId, address, moves };
  const words = ctx.words(language);
  const mail = caches.mails.at(digestId, words);
  const ranks = selectionId === null ? [] : caches.lists.at(selectionId);
  if (mail !== undefined && ranks !== undefined && mail.has(ranks))
    return fillMail(ctx, mail, recipient, selectionId === null ? undefined : ranks);
  return prepare(caches, digestId, words, selectionId).then((made) =>
    fillMail(ctx, made.mail, recipient, made.ranks),
  );
}

async function prepare(
  { mails, lists }: Caches,
  digestId: number,
  words: Words,
  selectionId: number | null,
) {
  const mail = await mails.read(digestId, words);
  const ranks = selectionId === null ? undefined : await lists.read(selectionId);
  await mail.need(ranks ?? []);
  return { mail, ranks };
}

async function renderTest(
  ctx: Context,
  { mails }: Caches,
  { transactionalEmailId, data, address, language }: Claim,
): Promise<OutgoingMail> {
  if (transactionalEmailId === null || typeof data['digestId'] !== 'number')
    throw new Error('a test copy without its digest');
  const mail = await mails.readTest(data['digestId'], ctx.words(language));
  return fillTest(ctx, mail, transactionalEmailId, address);
}
