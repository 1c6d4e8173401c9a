import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { type TransactionalContent, renderTransactionalEmail } from '../../mail/transactional.ts';
import { alert } from '../../outbox/alert.ts';
import type { Renderer } from '../../outbox/rendering.ts';
import { digestReason } from '../reason.ts';
import { digestReasonText, sourceTexts } from '../reason-text.ts';
import { dateTimeText, longDate } from '../../lib/format/dates.ts';
import type { Words } from '../../lib/i18n/words.ts';

/** The renderer of the operator's alerts: what happened, and what to type. */
export function alertRenderer(ctx: Context): Renderer {
  const { SITE_NAME: site, PUBLIC_URL: publicUrl } = ctx.config;
  return (claim) => {
    const words = ctx.words(claim.language);
    return renderTransactionalEmail(ctx, claim, {
      ...contentOf(words, publicUrl, alert.parse(claim.data)),
      small: [
        words.t('alert-why', { site }),
        words.t('mail-foot', { site, host: new URL(publicUrl).host }),
      ],
    });
  };
}

type Content = Pick<
  TransactionalContent,
  'subject' | 'heading' | 'paragraphs' | 'commands' | 'action'
>;

function contentOf(words: Words, publicUrl: string, data: z.output<typeof alert>): Content {
  if (data.event === 'relay-away') {
    const since = dateTimeText(words, new Date(data.since));
    return {
      ...titled(words.t('alert-relay')),
      paragraphs: [words.t('alert-relay-since', { since }), words.t('alert-relay-do')],
      commands: ['daily-papers doctor', `nc -vz ${data.host} ${data.port}`],
    };
  }
  if (data.event === 'confirmations-delayed') {
    return {
      ...titled(words.t('alert-confirmations')),
      paragraphs: [
        words.t('alert-confirmations-limit', { limit: data.perHour }),
        words.t('alert-confirmations-do'),
      ],
    };
  }
  const issue = { kind: data.kind, date: longDate(words, data.date) };
  const action = { url: page(publicUrl, data), label: words.t('admin-alert-look') };
  if (data.event === 'digest-paused') {
    return {
      ...titled(words.t('alert-paused', issue)),
      action,
      paragraphs: [
        words.t('alert-reason', { reason: reasonText(words, data.reason) }),
        words.t('alert-paused-do'),
      ],
      commands: [command('digest status', data), 'daily-papers doctor', resume(publicUrl, data)],
    };
  }
  if (data.event === 'digest-skipped') {
    return {
      ...titled(words.t('alert-skipped', issue)),
      action,
      paragraphs: [
        words.t('alert-reason', { reason: reasonText(words, data.reason) }),
        words.t('alert-skipped-do'),
      ],
      commands: [
        'daily-papers papers fetch',
        command('digest compose', data),
        command('digest send', data),
      ],
    };
  }
  if (data.event === 'digest-waits') {
    return {
      ...titled(words.t('alert-waits', issue)),
      action,
      paragraphs: [words.t('alert-waits-do')],
      commands: [command('digest preview', data), command('digest send', data)],
    };
  }
  if (data.event === 'digest-bounced') {
    const { sent, hard, complaints, bouncesIgnored = false } = data;
    return {
      ...titled(words.t('alert-bounced', issue)),
      paragraphs: [
        words.t('alert-bounced-share', { sent, hard, complaints }),
        words.t(bouncesIgnored ? 'alert-bounced-ignored' : 'alert-bounced-do'),
      ],
      commands: [command('digest status', data)],
    };
  }
  if (data.event === 'digest-refused') {
    const { mails, refused, reason } = data;
    return {
      ...titled(words.t('alert-refused', issue)),
      paragraphs: [
        words.t('alert-refused-share', { mails, refused }),
        words.t('alert-reason', { reason }),
        words.t('alert-refused-do'),
      ],
      commands: [command('digest status', data), 'daily-papers doctor'],
    };
  }
  return {
    ...titled(words.t('alert-late', issue)),
    action,
    paragraphs: [
      ...sourceTexts(data.sources).map((reason) => words.t('alert-reason', { reason })),
      words.t('alert-late-do'),
    ],
    commands: ['daily-papers papers fetch', command('digest status', data)],
  };
}

function reasonText(words: Words, reason: unknown): string {
  return digestReasonText(words, digestReason.parse(reason));
}

function titled(what: string) {
  return { subject: what, heading: what };
}

interface Issue {
  kind: string;
  date: string;
}

/** Its page among the operators', where all of it can be done by a press. */
function page(publicUrl: string, { kind, date }: Issue): string {
  return `${publicUrl}/admin/digests/${date}${kind === 'weekly' ? '?kind=weekly' : ''}`;
}

function command(name: string, { kind, date }: Issue): string {
  return `daily-papers ${name} --date ${date}${kind === 'weekly' ? ' --kind weekly' : ''}`;
}

function resume(publicUrl: string, { kind, date }: Issue): string {
  return `curl -X POST -H "Authorization: Bearer $ADMIN_API_KEY" "${publicUrl}/api/v1/digests/${date}/resume?kind=${kind}"`;
}
