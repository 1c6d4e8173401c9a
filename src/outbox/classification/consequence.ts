import { classify } from './classify.ts';
import type { Classification, Reply, ReplyClass } from './reply.ts';

/**
 * What a failure means for its address: `suppress` the address, `count` the day towards its soft
 * bounces, count it as a day on which its domain was `absent`, or `nothing`, because the failure is
 * about us or about this email only.
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
 * A temporary failure on which a server gave up counts, unless its rule says that it was about us
 * or about the email.
 */
export function consequenceOf({ class: of, permanent, rule }: Classification): Consequence {
  const consequence = consequences[of === 'temporary' ? rule.class : of];
  return consequence === 'suppress' && !permanent ? 'count' : consequence;
}

/**
 * What a refusal is about: `later` (temporary: retry), `address` (the mailbox does not exist:
 * suppress the address), `us` (our policy, reputation or credentials: suppress nobody, and stop if
 * refusals continue) or `row` (this email only).
 */
export type Fault = 'later' | 'address' | 'us' | 'row';

/** Classifies the reply to an attempt, and determines what the refusal is about. */
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
