import type { Result } from '../outbox/result.ts';
import { classifyReply } from '../outbox/classification/consequence.ts';
import type { Reply } from '../outbox/classification/reply.ts';
import { hideAddresses } from '../lib/text/redact.ts';
import type { SmtpResult } from './smtp/result.ts';

/** Minutes before the second, third, fourth and every later attempt. */
const pauses = [1, 5, 20, 60];

/** Seconds before an uncertain message is sent again, with the same Message-ID. */
const uncertainPause = 60;

/**
 * The result of an SMTP transaction for its row.
 * @param attempts and `jitter`: see `backoff`
 */
export function resultOf(
  smtp: Exclude<SmtpResult, { kind: 'exhausted' }>,
  {
    attempts,
    jitter,
    uncertain,
  }: { attempts: number; jitter: number; uncertain: 'resend' | 'hold' },
): Result {
  if (smtp.kind === 'accepted')
    return { state: 'sent', reason: null, retryAfter: null, fault: null };
  if (smtp.kind === 'refused') return refused(smtp.reply, backoff(attempts, jitter));
  const lost = { reason: 'connection-lost' as const, detail: hideAddresses(smtp.error) };
  if (!smtp.uncertain) return { ...lost, state: 'deferred', retryAfter: backoff(attempts, jitter) };
  return { ...lost, state: 'uncertain', retryAfter: uncertain === 'hold' ? null : uncertainPause };
}

function refused(reply: Reply, retryAfter: number): Result {
  // Servers repeat the address, which must not outlive an erasure.
  const detail = hideAddresses(`${reply.code} ${reply.text}`);
  const { fault, classification } = classifyReply(reply);
  if (fault === 'later') return { state: 'deferred', reason: 'refused', detail, retryAfter, fault };
  const failed: Result = { state: 'failed', reason: 'refused', detail, retryAfter: null, fault };
  if (fault === 'address') return { ...failed, suppress: { reason: 'bounced', evidence: detail } };
  return { ...failed, refusal: { stage: reply.stage, classification } };
}

/**
 * Seconds until the next attempt.
 * @param attempts the number of earlier attempts
 * @param jitter 0 to 1: spreads the retries of one burst over a fifth of the pause
 */
export function backoff(attempts: number, jitter: number): number {
  const minutes = pauses[Math.min(attempts, pauses.length - 1)] ?? 60;
  return minutes * 60 * (0.9 + 0.2 * jitter);
}
