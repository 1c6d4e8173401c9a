import type { Context } from '../context.ts';
import type { ClaimedRow } from '../outbox/claimed-row.ts';
import type { OutgoingMail, Renderers } from '../outbox/rendering.ts';
import type { Sign } from './smtp/dkim.ts';
import { reasonOf } from '../lib/errors/reason.ts';
import { hideAddresses } from '../lib/text/redact.ts';

/** The message of a row, or the reason why it cannot be rendered: only that row fails. */
export type Prepared =
  | OutgoingMail
  | { failure: 'not-rendered' | 'invalid-envelope'; detail: string };

/** Renders and signs a message. Never rejects. */
export type Prepare = (row: ClaimedRow) => Promise<Prepared>;

/** @param sign undefined if no DKIM key is set */
export function makePrepare(ctx: Context, renderers: Renderers, sign: Sign | undefined): Prepare {
  return async (row) => {
    try {
      const renderer = renderers[row.kind];
      if (renderer === undefined)
        return { failure: 'not-rendered', detail: `no renderer for ${row.kind}` };
      const mail = await renderer(row);
      if (mail.rcptTo !== row.address)
        return { failure: 'invalid-envelope', detail: 'not the stored address' };
      if (!isPath(mail.rcptTo) || !isPath(mail.mailFrom))
        return { failure: 'invalid-envelope', detail: 'not an address' };
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
        'cannot render a mail',
      );
      return { failure: 'not-rendered', detail: hideAddresses(reasonOf(error).slice(0, 300)) };
    }
  };
}

/**
 * Whether an address is valid between the brackets of MAIL FROM and RCPT TO (RFC 5321 4.1.2): it
 * has no space, bracket or control character.
 */
function isPath(address: string): boolean {
  return /^[^\s<>\p{Cc}]+@[^\s<>\p{Cc}@]+$/u.test(address);
}
