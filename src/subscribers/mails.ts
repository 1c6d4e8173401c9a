import { z } from 'zod';
import type { Context } from '../context.ts';
import { sql } from '../db/sql.ts';
import { renderLetter } from '../mail/letter.ts';
import type { Claim, Renderer, Renderers } from '../outbox/rendering.ts';
import { makeToken } from './tokens.ts';

/** The renderers of the mails that a subscription writes, for the sender's table. */
export function subscriberRenderers(ctx: Context): Renderers {
  const { PUBLIC_URL: publicUrl, SITE_NAME: site } = ctx.config;
  const host = new URL(publicUrl).host;

  const confirmation: Renderer = (claim) => {
    const { confirmationId } = z.object({ confirmationId: z.int() }).parse(claim.data);
    return renderLetter(ctx, claim, {
      subject: `Confirm your subscription to ${site}`,
      heading: 'One click, and the papers come to you',
      paragraphs: [
        `Somebody, we hope you, asked for ${site} to be sent to ${claim.address}.`,
        'Press the button to get the trending papers every day. Nothing is sent before you do.',
      ],
      action: {
        url: `${publicUrl}/confirm/${makeToken(ctx.keys, 'confirm', confirmationId)}`,
        label: 'Confirm my subscription',
      },
      small: [
        'The link is good for seven days. If it was not you, ignore this mail: the address is forgotten by itself.',
        `${site}, ${host}`,
      ],
    });
  };

  const welcome: Renderer = async (claim) => {
    const latest = await latestDigest(ctx);
    const preferences = `${publicUrl}/preferences/${makeToken(ctx.keys, 'preferences', subscriberOf(claim))}`;
    return renderLetter(ctx, claim, {
      subject: `Welcome to ${site}`,
      heading: 'You are subscribed',
      paragraphs: [
        'Your first digest comes at your hour. From then on there is one mail a day with the papers worth a look.',
        latest === undefined
          ? `Until then, today’s papers stand on ${publicUrl}/`
          : `Until then, here is the latest: “${latest.subject}”.`,
      ],
      action:
        latest === undefined
          ? { url: `${publicUrl}/`, label: 'See today’s papers' }
          : { url: `${publicUrl}/digests/${latest.date}`, label: 'Read the latest digest' },
      small: [
        `Change the hour, the days or the topics: ${preferences}`,
        `Leave whenever you like: ${publicUrl}/unsubscribe/${makeToken(ctx.keys, 'unsubscribe', subscriberOf(claim))}`,
      ],
    });
  };

  const reminder: Renderer = (claim) =>
    renderLetter(ctx, claim, {
      subject: `You are subscribed to ${site}`,
      heading: 'You are already subscribed',
      paragraphs: [
        `Somebody typed ${claim.address} into the form of ${site}. The address is subscribed already, so nothing has changed.`,
      ],
      action: {
        url: `${publicUrl}/preferences/${makeToken(ctx.keys, 'preferences', subscriberOf(claim))}`,
        label: 'Look at my preferences',
      },
      small: ['If you miss your digest, look into the folder for spam, and let it out.', `${site}, ${host}`],
    });

  const manage: Renderer = (claim) =>
    renderLetter(ctx, claim, {
      subject: `Your data at ${site}`,
      heading: 'Export or erase your data',
      paragraphs: [
        'You asked for the page where everything we know about you can be read and erased. Digests get forwarded, so this page has a link of its own.',
      ],
      action: {
        url: `${publicUrl}/manage/${makeToken(ctx.keys, 'manage', mailOf(claim))}`,
        label: 'Open the page',
      },
      small: [
        'The link is good for one day. If it was not you, ignore this mail: nothing happens.',
        `${site}, ${host}`,
      ],
    });

  return { confirmation, welcome, reminder, manage };
}

function subscriberOf({ subscriberId }: Claim): number {
  if (subscriberId === null) throw new Error('a mail without its subscriber');
  return subscriberId;
}

function mailOf({ mailId }: Claim): number {
  if (mailId === null) throw new Error('a letter that is no mail');
  return mailId;
}

const latest = z.object({ date: z.string(), subject: z.string() });

/** The newest digest on the web. One small question to a table of another room, instead of an import up the house. */
function latestDigest(ctx: Context): Promise<z.output<typeof latest> | undefined> {
  return ctx.db.row(
    latest,
    sql`select date, subject from digest where kind = 'daily' and ready_at is not null and status not in ('draft', 'skipped')
      order by date desc limit 1`,
  );
}
