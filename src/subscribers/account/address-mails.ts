import { z } from 'zod';
import type { Context } from '../../context.ts';
import { renderTransactionalEmail } from '../../mail/transactional.ts';
import type { Claim, Renderer, Renderers } from '../../outbox/rendering.ts';
import { addressChangeById } from '../sql/mails.ts';
import { makeToken } from '../tokens.ts';

const change = z.object({ id: z.number(), email: z.string(), language: z.string().nullable() });

/**
 * Returns the change of address that a message is about and the subscriber's language.
 * @throws Error if the change was deleted
 */
async function changeOf(ctx: Context, claim: Claim): Promise<z.output<typeof change>> {
  const { changeId } = z.object({ changeId: z.int() }).parse(claim.data);
  const found = await ctx.db.row(change, addressChangeById(changeId));
  if (found === undefined) throw new Error('the change of address was deleted');
  return found;
}

/** The two messages of a change of address: one to the new address, one to the current one. */
export function addressRenderers(ctx: Context): Renderers {
  const { PUBLIC_URL: publicUrl, SITE_NAME: site } = ctx.config;
  const { host } = new URL(publicUrl);

  const confirm: Renderer = async (claim) => {
    const { id, language } = await changeOf(ctx, claim);
    const words = ctx.words(language);
    return renderTransactionalEmail(
      ctx,
      { ...claim, language },
      {
        subject: words.t('mail-address-confirm-subject', { site }),
        heading: words.t('mail-address-confirm-heading'),
        paragraphs: [words.t('mail-address-confirm-what', { site }), words.t('mail-address-both')],
        action: {
          url: `${publicUrl}/address/${makeToken(ctx.keys, 'address', id)}`,
          label: words.t('mail-address-confirm-button'),
        },
        small: [words.t('mail-address-not-you'), words.t('mail-foot', { site, host })],
      },
    );
  };

  const notice: Renderer = async (claim) => {
    const { id, email, language } = await changeOf(ctx, claim);
    const words = ctx.words(language);
    return renderTransactionalEmail(ctx, claim, {
      subject: words.t('mail-address-notice-subject', { site }),
      heading: words.t('mail-address-notice-heading'),
      paragraphs: [
        words.t('mail-address-notice-what', { site, address: email }),
        words.t('mail-address-both'),
      ],
      action: {
        url: `${publicUrl}/address/${makeToken(ctx.keys, 'address-old', id)}`,
        label: words.t('mail-address-notice-button'),
      },
      small: [words.t('mail-address-not-you'), words.t('mail-foot', { site, host })],
    });
  };

  return { 'address-confirm': confirm, 'address-notice': notice };
}
