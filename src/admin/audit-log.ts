import type { DbClient, Queryable } from '../db/client.ts';
import { insertAuditEvent } from './sql.ts';

/**
 * The actions of operators, each with the text that confirms it on the next page and in the audit
 * log.
 */
export const auditWords = {
  'operator-created': 'audit-operator-created',
  'operator-removed': 'audit-operator-removed',
  'operator-password': 'audit-operator-password',
  'operator-role': 'audit-operator-role',
  'operator-invited': 'audit-operator-invited',
  'invite-withdrawn': 'audit-invite-withdrawn',
  'invite-accepted': 'audit-invite-accepted',
  'operator-time-zone': 'audit-operator-time-zone',
  'second-factor-added': 'audit-second-factor-added',
  'second-factor-removed': 'audit-second-factor-removed',
  'recovery-code-used': 'audit-recovery-code-used',
  'session-ended': 'audit-session-ended',
  'signed-in': 'audit-signed-in',
  'signed-out': 'audit-signed-out',
  'signed-out-everywhere': 'audit-signed-out-everywhere',
  'digest-composed': 'audit-digest-composed',
  'draft-moved': 'audit-draft-moved',
  'draft-removed': 'audit-draft-removed',
  'draft-added': 'audit-draft-added',
  'draft-subject': 'audit-draft-subject',
  'digest-tested': 'audit-digest-tested',
  'digest-sent': 'audit-digest-sent',
  'digest-scheduled': 'audit-digest-scheduled',
  'digest-paused': 'audit-digest-paused',
  'digest-resumed': 'audit-digest-resumed',
  'digest-retried': 'audit-digest-retried',
  'digest-returned-to-draft': 'audit-digest-returned-to-draft',
  'digest-cancelled': 'audit-digest-cancelled',
  'subscriber-added': 'audit-subscriber-added',
  'subscriber-asked': 'audit-subscriber-asked',
  'subscriber-paused': 'audit-subscriber-paused',
  'subscriber-resumed': 'audit-subscriber-resumed',
  'subscriber-unsubscribed': 'audit-subscriber-unsubscribed',
  'subscriber-unblocked': 'audit-subscriber-unblocked',
  'subscriber-erased': 'audit-subscriber-erased',
  'subscriber-changed': 'audit-subscriber-changed',
  'subscribers-imported': 'audit-subscribers-imported',
  'subscribers-exported': 'audit-subscribers-exported',
  'suppression-added': 'audit-suppression-added',
  'suppressions-imported': 'audit-suppressions-imported',
  'suppressions-exported': 'audit-suppressions-exported',
  'bounces-read': 'audit-bounces-read',
  'journal-replayed': 'audit-journal-replayed',
  'journal-confirmed': 'audit-journal-confirmed',
  'paper-added': 'audit-paper-added',
  'paper-edited': 'audit-paper-edited',
  'papers-imported': 'audit-papers-imported',
  'papers-fetched': 'audit-papers-fetched',
  'key-created': 'audit-key-created',
  'key-revoked': 'audit-key-revoked',
} as const;
export type AuditAction = keyof typeof auditWords;

export function isAuditAction(text: string): text is AuditAction {
  return Object.hasOwn(auditWords, text);
}

/** An operator's id or an API key. Null for the command line. */
export type Actor = number | { apiKey: string } | null;

/**
 * Records an action.
 * @param target the id, date or name of its target, never an address
 */
export async function recordAudit(
  db: Queryable,
  actor: Actor,
  action: AuditAction,
  target = '',
): Promise<void> {
  const operatorId = typeof actor === 'number' ? actor : null;
  const apiKey = typeof actor === 'number' ? null : (actor?.apiKey ?? null);
  await db.run(insertAuditEvent({ operatorId, apiKey, action, target: target.slice(0, 200) }));
}

/** Returns the audit events, newest first. */
export function listAuditEvents(
  { prisma }: DbClient,
  { before, limit }: { before: number | null; limit: number },
) {
  return prisma.auditEvent.findMany({
    where: before === null ? {} : { id: { lt: before } },
    orderBy: { id: 'desc' },
    take: limit,
  });
}
