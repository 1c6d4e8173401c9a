import type { Outcome } from '../outbox/record.ts';
import { classifyReply } from '../outbox/classification/consequence.ts';
import type { Reply } from '../outbox/classification/reply.ts';
import type { Handover } from './smtp/session.ts';

/** Minutes before the second, third, fourth and every later attempt. */
const pauses = [1, 5, 20, 60];

/** Seconds an uncertain mail waits before it goes again, with the same Message-ID. */
const uncertainPause = 60;

/**
 * What a handover means for its row.
 * @param attempts made before this one
 * @param jitter 0 to 1: spreads the retries of one burst over a fifth of the pause
 */
export function judge(
  handover: Handover,
  { attempts, jitter, uncertain }: { attempts: number; jitter: number; uncertain: 'resend' | 'hold' },
): Outcome {
  if (handover.kind === 'accepted') return { state: 'sent', reason: null, wait: null, fault: null };
  if (handover.kind === 'refused') return refused(handover.reply, backoff(attempts, jitter));
  if (!handover.uncertain) return { state: 'deferred', reason: handover.error, wait: backoff(attempts, jitter) };
  return { state: 'uncertain', reason: handover.error, wait: uncertain === 'hold' ? null : uncertainPause };
}

function refused(reply: Reply, wait: number): Outcome {
  const reason = `${reply.code} ${reply.text}`;
  const { fault, classification } = classifyReply(reply);
  if (fault === 'later') return { state: 'deferred', reason, wait, fault };
  const failed: Outcome = { state: 'failed', reason, wait: null, fault };
  if (fault === 'address') return { ...failed, suppress: { reason: 'bounced', evidence: reason } };
  return { ...failed, refusal: { stage: reply.stage, classification } };
}

function backoff(attempts: number, jitter: number): number {
  const minutes = pauses[Math.min(attempts, pauses.length - 1)] ?? 60;
  return minutes * 60 * (0.9 + 0.2 * jitter);
}
