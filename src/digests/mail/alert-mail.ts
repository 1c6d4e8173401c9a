import { z } from 'zod';
import type { Context } from '../../context.ts';
import { type TransactionalContent, renderTransactionalEmail } from '../../mail/transactional.ts';
import { alert } from '../../outbox/alert.ts';
import type { Renderer } from '../../outbox/rendering.ts';
import { digestReason, failedSource } from '../reason.ts';
import { digestReasonText, sourceTexts } from '../reason-text.ts';
import { dateTimeText, longDate } from '../../lib/format/dates.ts';
import type { Words } from '../../lib/i18n/words.ts';
import { kindQuery } from './web-path.ts';

/** Renders the operator's alerts: what happened, and which command to run. */
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

type Alert = z.output<typeof alert>;
type AlertOf<Event extends Alert['event']> = Extract<Alert, { event: Event }>;

function contentOf(words: Words, publicUrl: string, data: Alert): Content {
  switch (data.event) {
    case 'relay-away':
      return relayAway(words, data);
    case 'confirmations-delayed':
      return confirmationsDelayed(words, data);
    case 'digest-paused':
      return digestPaused(words, publicUrl, data);
    case 'digest-skipped':
      return digestSkipped(words, publicUrl, data);
    case 'draft-overdue':
      return draftOverdue(words, publicUrl, data);
    case 'digest-bounced':
      return digestBounced(words, data);
    case 'digest-refused':
      return digestRefused(words, data);
    case 'digest-late':
      return digestLate(words, publicUrl, data);
  }
}

function relayAway(words: Words, data: AlertOf<'relay-away'>): Content {
  const since = dateTimeText(words, new Date(data.since));
  return {
    ...titled(words.t('alert-relay')),
    paragraphs: [
      words.t('alert-relay-since', { relay: data.relay, since }),
      words.t('alert-relay-do'),
    ],
    commands: ['daily-papers doctor', `nc -vz ${data.host} ${data.port}`],
  };
}

function confirmationsDelayed(words: Words, data: AlertOf<'confirmations-delayed'>): Content {
  return {
    ...titled(words.t('alert-confirmations')),
    paragraphs: [
      words.t('alert-confirmations-limit', { limit: data.perHour }),
      words.t('alert-confirmations-do'),
    ],
  };
}

function digestPaused(words: Words, publicUrl: string, data: AlertOf<'digest-paused'>): Content {
  return {
    ...titled(words.t('alert-paused', issueOf(words, data))),
    action: lookAt(words, publicUrl, data),
    paragraphs: [
      words.t('alert-reason', { reason: reasonText(words, data.reason) }),
      words.t('alert-paused-do'),
    ],
    commands: [command('digest status', data), 'daily-papers doctor', resume(publicUrl, data)],
  };
}

function digestSkipped(words: Words, publicUrl: string, data: AlertOf<'digest-skipped'>): Content {
  return {
    ...titled(words.t('alert-skipped', issueOf(words, data))),
    action: lookAt(words, publicUrl, data),
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

function draftOverdue(words: Words, publicUrl: string, data: AlertOf<'draft-overdue'>): Content {
  return {
    ...titled(words.t('alert-waits', issueOf(words, data))),
    action: lookAt(words, publicUrl, data),
    paragraphs: [words.t('alert-waits-do')],
    commands: [command('digest preview', data), command('digest send', data)],
  };
}

function digestBounced(words: Words, data: AlertOf<'digest-bounced'>): Content {
  const { sent, hard, complaints, bouncesIgnored = false } = data;
  return {
    ...titled(words.t('alert-bounced', issueOf(words, data))),
    paragraphs: [
      words.t('alert-bounced-share', { sent, hard, complaints }),
      words.t(bouncesIgnored ? 'alert-bounced-ignored' : 'alert-bounced-do'),
    ],
    commands: [command('digest status', data)],
  };
}

function digestRefused(words: Words, data: AlertOf<'digest-refused'>): Content {
  const { mails, refused, reason } = data;
  return {
    ...titled(words.t('alert-refused', issueOf(words, data))),
    paragraphs: [
      words.t('alert-refused-share', { mails, refused }),
      words.t('alert-reason', { reason }),
      words.t('alert-refused-do'),
    ],
    commands: [command('digest status', data), 'daily-papers doctor'],
  };
}

function digestLate(words: Words, publicUrl: string, data: AlertOf<'digest-late'>): Content {
  const sources = z.array(failedSource).parse(data.sources);
  return {
    ...titled(words.t('alert-late', issueOf(words, data))),
    action: lookAt(words, publicUrl, data),
    paragraphs: [
      ...sourceTexts(words, sources).map((reason) => words.t('alert-reason', { reason })),
      words.t('alert-late-do'),
    ],
    commands: ['daily-papers papers fetch', command('digest status', data)],
  };
}

type Issue = { kind: string; date: string };

function issueOf(words: Words, { kind, date }: Issue): Issue {
  return { kind, date: longDate(words, date) };
}

function lookAt(words: Words, publicUrl: string, issue: Issue) {
  return { url: page(publicUrl, issue), label: words.t('admin-alert-look') };
}

function reasonText(words: Words, reason: unknown): string {
  return digestReasonText(words, digestReason.parse(reason));
}

function titled(what: string) {
  return { subject: what, heading: what };
}

/** The admin page of the digest. It has a button for each command. */
function page(publicUrl: string, { kind, date }: Issue): string {
  return `${publicUrl}/admin/digests/${date}${kindQuery(kind)}`;
}

function command(name: string, { kind, date }: Issue): string {
  return `daily-papers ${name} --date ${date}${kind === 'weekly' ? ' --kind weekly' : ''}`;
}

function resume(publicUrl: string, { kind, date }: Issue): string {
  return `curl -X POST -H "Authorization: Bearer $ADMIN_API_KEY" "${publicUrl}/api/v1/digests/${date}/resume?kind=${kind}"`;
}
