import { z } from 'zod';
import type { Context } from '../../context.ts';
import { type AuditAction, recordAudit } from '../audit-log.ts';

/** The audit actions of API operations. Operations that only read have none. */
const actions = new Map<string, AuditAction>([
  ['composeDigest', 'digest-composed'],
  ['sendDigest', 'digest-sent'],
  ['pauseDigest', 'digest-paused'],
  ['resumeDigest', 'digest-resumed'],
  ['cancelDigest', 'digest-cancelled'],
  ['retryDigest', 'digest-retried'],
  ['returnDigestToDraft', 'digest-returned-to-draft'],
  ['addPaper', 'paper-added'],
  ['importPapers', 'papers-imported'],
  ['fetchPapers', 'papers-fetched'],
  ['addSubscriber', 'subscriber-added'],
  ['changeSubscriber', 'subscriber-changed'],
  ['eraseSubscriber', 'subscriber-erased'],
  ['importSubscribers', 'subscribers-imported'],
  ['exportSubscribers', 'subscribers-exported'],
  ['addSuppression', 'suppression-added'],
  ['liftSuppression', 'subscriber-unblocked'],
  ['importSuppressions', 'suppressions-imported'],
  ['exportSuppressions', 'suppressions-exported'],
]);

export function hasAuditAction(operationId: string): boolean {
  return actions.has(operationId);
}

const sendBody = z.object({ to: z.unknown().optional(), at: z.unknown().optional() });

/**
 * `POST …/send` sends test copies or schedules a send, depending on its body. `POST /papers`
 * answers 200 for a paper that existed.
 */
function actionOf({ operationId, status, body }: KeyUse): AuditAction | undefined {
  const action = actions.get(operationId);
  if (action === 'paper-added' && status === 200) return 'paper-edited';
  if (action !== 'digest-sent') return action;
  const { to, at } = sendBody.safeParse(body).data ?? {};
  if (to !== undefined) return 'digest-tested';
  return at === undefined ? action : 'digest-scheduled';
}

interface KeyUse {
  /** The status of the response. */
  status: number;
  target: string;
  apiKey: string;
  operationId: string;
  body: unknown;
}

/** Records an operation that was done with an API key. */
export async function recordKeyUse({ db }: Context, use: KeyUse): Promise<void> {
  const action = actionOf(use);
  if (action !== undefined) await recordAudit(db, { apiKey: use.apiKey }, action, use.target);
}
