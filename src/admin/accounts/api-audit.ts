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

/** `POST …/send` sends test copies or schedules a send, depending on its body. */
function actionOf(operationId: string, body: unknown): AuditAction | undefined {
  const action = actions.get(operationId);
  if (action !== 'digest-sent') return action;
  const { to, at } = sendBody.safeParse(body).data ?? {};
  if (to !== undefined) return 'digest-tested';
  return at === undefined ? action : 'digest-scheduled';
}

interface KeyUse {
  /** The status of the response. */
  status: number;
  /** Replaces the path parameters as the target. */
  target: string | null;
  apiKey: string;
  operationId: string;
  params: unknown;
  query: unknown;
  body: unknown;
}

/** A digest that was sent before: nothing is queued. */
function isRepeatedSend(operationId: string, status: number): boolean {
  return operationId === 'sendDigest' && status === 200;
}

/** An import that only reports what it would do. */
const dryRun = z.object({ dryRun: z.literal(true) });

const targetParams = z.record(z.string(), z.coerce.string()).catch({});

/** Records an operation that was done with an API key. */
export async function recordKeyUse(
  { db }: Context,
  { apiKey, operationId, status, params, query, body, target }: KeyUse,
): Promise<void> {
  if (dryRun.safeParse(query).success || isRepeatedSend(operationId, status)) return;
  const action = actionOf(operationId, body);
  if (action === undefined) return;
  await recordAudit(db, { apiKey }, action, target ?? targetOf(params));
}

function targetOf(params: unknown): string {
  const { id, ...rest } = targetParams.parse(params);
  return [...Object.values(rest), ...(id === undefined ? [] : [`#${id}`])].join(' ');
}
