import { z } from 'zod';
import type { Context } from '../context.ts';
import { sqlDate } from '../db/sql.ts';
import { renderTransactionalEmail } from '../mail/transactional.ts';
import { excerpt } from '../lib/text/wrap.ts';
import type { Claim, OutgoingMail, Renderers } from '../outbox/rendering.ts';
import type { Words } from '../lib/i18n/words.ts';
import { longDate } from '../lib/format/dates.ts';
import { latexToText } from '../lib/latex/latex.ts';
import { addressRenderers } from './account/address-mails.ts';
import { latestDigest as latestDigestStatement } from './sql/mails.ts';
import { makeToken, preferencesPurpose } from './tokens.ts';

/** The renderers of the transactional emails about a subscription. */
export function subscriberRenderers(ctx: Context): Renderers {
  return {
    confirmation: (claim) => confirmation(ctx, claim),
    welcome: (claim) => welcome(ctx, claim),
    reminder: (claim) => reminder(ctx, claim),
    manage: (claim) => manage(ctx, claim),
    ...addressRenderers(ctx),
  };
}

const confirmationData = z.object({ confirmationId: z.int() });

function confirmation(ctx: Context, claim: Claim): Promise<OutgoingMail> {
  const { PUBLIC_URL: publicUrl, SITE_NAME: site } = ctx.config;
  const { confirmationId } = confirmationData.parse(claim.data);
  const words = ctx.words(claim.language);
  return renderTransactionalEmail(ctx, claim, {
    subject: words.t('confirmation-subject', { site }),
    heading: words.t('confirmation-heading'),
    paragraphs: [
      words.t('confirmation-asked', { site, address: claim.address }),
      words.t('confirmation-press'),
    ],
    action: {
      url: `${publicUrl}/confirm/${makeToken(ctx.keys, 'confirm', confirmationId)}`,
      label: words.t('confirmation-button'),
    },
    small: [words.t('confirmation-ignore'), footOf(ctx, words)],
  });
}

async function welcome(ctx: Context, claim: Claim): Promise<OutgoingMail> {
  const words = ctx.words(claim.language);
  const latest = await latestDigest(ctx);
  return renderTransactionalEmail(ctx, claim, {
    subject: words.t('welcome-subject', { site: ctx.config.SITE_NAME }),
    heading: words.t('welcome-heading'),
    paragraphs: [words.t('welcome-first'), latestText(words, latest)],
    action: latestLink(ctx, words, latest),
    links: [
      { url: ownUrl(ctx, 'preferences', claim), label: words.t('welcome-preferences') },
      { url: ownUrl(ctx, 'unsubscribe', claim), label: words.t('welcome-unsubscribe') },
    ],
    small: [footOf(ctx, words)],
  });
}

function latestText(words: Words, latest: Latest | undefined): string {
  if (latest === undefined) return words.t('welcome-today');
  const title = excerpt(latexToText(latest.title), 100);
  return words.t('welcome-latest', { date: longDate(words, latest.date), title });
}

/** Links to the newest digest; before the first digest, to today's papers. */
function latestLink(ctx: Context, words: Words, latest: Latest | undefined) {
  const { PUBLIC_URL: publicUrl } = ctx.config;
  return latest === undefined
    ? { url: `${publicUrl}/`, label: words.t('welcome-today-button') }
    : { url: `${publicUrl}/digests/${latest.date}`, label: words.t('welcome-latest-button') };
}

function reminder(ctx: Context, claim: Claim): Promise<OutgoingMail> {
  const { SITE_NAME: site } = ctx.config;
  const words = ctx.words(claim.language);
  return renderTransactionalEmail(ctx, claim, {
    subject: words.t('reminder-subject', { site }),
    heading: words.t('reminder-heading'),
    paragraphs: [words.t('reminder-typed', { site, address: claim.address })],
    action: { url: ownUrl(ctx, 'preferences', claim), label: words.t('reminder-button') },
    small: [words.t('reminder-spam'), footOf(ctx, words)],
  });
}

function manage(ctx: Context, claim: Claim): Promise<OutgoingMail> {
  const { PUBLIC_URL: publicUrl, SITE_NAME: site } = ctx.config;
  const words = ctx.words(claim.language);
  return renderTransactionalEmail(ctx, claim, {
    subject: words.t('manage-mail-subject', { site }),
    heading: words.t('manage-mail-heading'),
    paragraphs: [words.t('manage-mail-asked')],
    action: {
      url: `${publicUrl}/manage/${makeToken(ctx.keys, 'manage', emailIdOf(claim))}`,
      label: words.t('manage-mail-button'),
    },
    small: [words.t('manage-mail-ignore'), footOf(ctx, words)],
  });
}

function ownUrl(ctx: Context, page: 'preferences' | 'unsubscribe', claim: Claim): string {
  const purpose = page === 'preferences' ? preferencesPurpose(claim.moves) : page;
  return `${ctx.config.PUBLIC_URL}/${page}/${makeToken(ctx.keys, purpose, subscriberOf(claim))}`;
}

function footOf({ config }: Context, words: Words): string {
  const { PUBLIC_URL: publicUrl, SITE_NAME: site } = config;
  return words.t('mail-foot', { site, host: new URL(publicUrl).host });
}

function subscriberOf({ subscriberId }: Claim): number {
  if (subscriberId === null) throw new Error('the claim has no subscriber');
  return subscriberId;
}

function emailIdOf({ transactionalEmailId }: Claim): number {
  if (transactionalEmailId === null) throw new Error('the claim is not a transactional email');
  return transactionalEmailId;
}

const latest = z.object({ date: sqlDate, title: z.string() });
type Latest = z.output<typeof latest>;

/** The newest daily digest that is on the web. */
function latestDigest(ctx: Context): Promise<Latest | undefined> {
  return ctx.db.row(latest, latestDigestStatement);
}
