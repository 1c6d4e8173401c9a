import { classify } from './classify.ts';
import type { Classification, Reply, ReplyClass } from './reply.ts';

/**
 * What a failure means for its address: `suppress` it, `count` the day against it, count it as a
 * day on which its domain was `absent`, or `nothing`, because it is about us or about this mail
 * only.
 */
export type Consequence = 'suppress' | 'count' | 'absent' | 'nothing';

const consequences: Record<ReplyClass, Consequence> = {
  'mailbox-unknown': 'suppress',
  'mailbox-disabled': 'suppress',
  'domain-unknown': 'absent',
  'mailbox-full': 'count',
  'recipient-limit': 'count',
  temporary: 'count',
  unknown: 'count',
  'about-us': 'nothing',
  content: 'nothing',
};

/**
 * A temporary failure that a server gave up on counts, unless its rule says that it was about us or
 * the mail.
 */
export function consequenceOf({ class: of, permanent, rule }: Classification): Consequence {
  const consequence = consequences[of === 'temporary' ? rule.class : of];
  return consequence === 'suppress' && !permanent ? 'count' : consequence;
}

/**
 * Whose fault a refusal is: `later` (come back), `address` (the mailbox does not exist: suppress
 * it), `us` (our policy, reputation or credentials: suppress nobody, stop when it goes on), `row`
 * (this mail only).
 */
export type Fault = 'later' | 'address' | 'us' | 'row';

/** Classifies a reply to the sender, and says whose fault it is. */
export function classifyReply({ stage, code, text }: Reply): {
  fault: Fault;
  classification: Classification;
} {
  const classification = classify({ code, text, command: stage });
  return { fault: code < 500 ? 'later' : faultOf(classification), classification };
}

function faultOf(found: Classification): Fault {
  if (consequenceOf(found) === 'suppress') return 'address';
  return found.class === 'about-us' ? 'us' : 'row';
}
