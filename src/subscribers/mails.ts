import { z } from 'zod';
import type { Context } from '../context.ts';
import { sqlDate } from '../db/sql.ts';
import { renderTransactionalEmail } from '../mail/transactional.ts';
import { excerpt } from '../lib/text/wrap.ts';
import type { Claim, Renderer, Renderers } from '../outbox/rendering.ts';
import { longDate } from '../lib/format/dates.ts';
import { latexToText } from '../lib/latex/latex.ts';
import { addressRenderers } from './account/address-mails.ts';
import { latestDigest as latestDigestStatement } from './sql/mails.ts';
import { makeToken } from './tokens.ts';

/** The renderers of the transactional emails about a subscription. */
export function subscriberRenderers(ctx: Context): Renderers {
  const { PUBLIC_URL: publicUrl, SITE_NAME: site } = ctx.config;
  const host = new URL(publicUrl).host;
  const ownUrl = (page: 'preferences' | 'unsubscribe', claim: Claim) =>
    `${publicUrl}/${page}/${makeToken(ctx.keys, page, subscriberOf(claim))}`;

  const confirmation: Renderer = (claim) => {
    const { confirmationId } = z.object({ confirmationId: z.int() }).parse(claim.data);
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
      small: [words.t('confirmation-ignore'), words.t('mail-foot', { site, host })],
    });
  };

  const welcome: Renderer = async (claim) => {
    const words = ctx.words(claim.language);
    const latest = await latestDigest(ctx);
    const title = excerpt(latexToText(latest?.title ?? ''), 100);
    return renderTransactionalEmail(ctx, claim, {
      subject: words.t('welcome-subject', { site }),
      heading: words.t('welcome-heading'),
      paragraphs: [
        words.t('welcome-first'),
        latest === undefined
          ? words.t('welcome-today')
          : words.t('welcome-latest', { date: longDate(words, latest.date), title }),
      ],
      action:
        latest === undefined
          ? { url: `${publicUrl}/`, label: words.t('welcome-today-button') }
          : { url: `${publicUrl}/digests/${latest.date}`, label: words.t('welcome-latest-button') },
      links: [
        { url: ownUrl('preferences', claim), label: words.t('welcome-preferences') },
        { url: ownUrl('unsubscribe', claim), label: words.t('welcome-unsubscribe') },
      ],
      small: [words.t('mail-foot', { site, host })],
    });
  };

  const reminder: Renderer = (claim) => {
    const words = ctx.words(claim.language);
    return renderTransactionalEmail(ctx, claim, {
      subject: words.t('reminder-subject', { site }),
      heading: words.t('reminder-heading'),
      paragraphs: [words.t('reminder-typed', { site, address: claim.address })],
      action: { url: ownUrl('preferences', claim), label: words.t('reminder-button') },
      small: [words.t('reminder-spam'), words.t('mail-foot', { site, host })],
    });
  };

  const manage: Renderer = (claim) => {
    const words = ctx.words(claim.language);
    return renderTransactionalEmail(ctx, claim, {
      subject: words.t('manage-mail-subject', { site }),
      heading: words.t('manage-mail-heading'),
      paragraphs: [words.t('manage-mail-asked')],
      action: {
        url: `${publicUrl}/manage/${makeToken(ctx.keys, 'manage', emailIdOf(claim))}`,
        label: words.t('manage-mail-button'),
      },
      small: [words.t('manage-mail-ignore'), words.t('mail-foot', { site, host })],
    });
  };

  return { confirmation, welcome, reminder, manage, ...addressRenderers(ctx) };
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

/** The newest daily digest on the web. */
function latestDigest(ctx: Context): Promise<z.output<typeof latest> | undefined> {
  return ctx.db.row(latest, latestDigestStatement);
}
