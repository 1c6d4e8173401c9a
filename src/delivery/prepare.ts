import type { Context } from '../context.ts';
import type { ClaimedRow } from '../outbox/claimed-row.ts';
import type { OutgoingMail, Renderers } from '../outbox/rendering.ts';
import type { Result } from '../outbox/result.ts';
import type { Sign } from './smtp/dkim.ts';
import { reasonOf } from '../lib/errors/reason.ts';
import { oneLine } from '../lib/text/one-line.ts';
import { hideAddresses } from '../lib/text/redact.ts';
import { backoff } from './retry-policy.ts';

/** The message of a row, or the result of a row that cannot be rendered. */
export type Prepared = OutgoingMail | { result: Result };

/** Renders and signs a message. Never rejects. */
export type Prepare = (row: ClaimedRow) => Promise<Prepared>;

/** @param sign undefined if no DKIM key is set */
export function makePrepare(ctx: Context, renderers: Renderers, sign: Sign | undefined): Prepare {
  return async (row) => {
    try {
      const renderer = renderers[row.kind];
      if (renderer === undefined) return failed('not-rendered', `no renderer for ${row.kind}`);
      const mail = await renderer(row);
      if (mail.rcptTo !== row.address) return failed('invalid-envelope', 'not the stored address');
      if (!isPath(mail.rcptTo) || !isPath(mail.mailFrom))
        return failed('invalid-envelope', 'not an address');
      return sign === undefined ? mail : await sign(mail);
    } catch (error) {
      const { kind, digestId, subscriberId, transactionalEmailId } = row;
      ctx.log.error(
        {
          event: 'delivery.render-failed',
          kind,
          digestId,
          subscriberId,
          transactionalEmailId,
          err: error,
        },
        'cannot render an email',
      );
      return deferred(error, row.attempts);
    }
  };
}

function failed(reason: 'not-rendered' | 'invalid-envelope', detail: string): { result: Result } {
  return { result: { state: 'failed', reason, detail, retryAfter: null } };
}

/** The database or the process that compiles MJML may be unavailable, so a later attempt may work. */
function deferred(error: unknown, attempts: number): { result: Result } {
  const detail = hideAddresses(oneLine(reasonOf(error).slice(0, 300)));
  const retryAfter = backoff(attempts, Math.random());
  return { result: { state: 'deferred', reason: 'not-rendered', detail, retryAfter } };
}

/**
 * Whether an address is valid between the brackets of MAIL FROM and RCPT TO (RFC 5321 4.1.2): it
 * has no space, bracket or control character.
 */
function isPath(address: string): boolean {
  return /^[^\s<>\p{Cc}]+@[^\s<>\p{Cc}@]+$/u.test(address);
}
