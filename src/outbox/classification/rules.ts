import type { Rule } from './reply.ts';
import { aboutUsRules, rateRules, vagueAboutUsRules } from './rules/about-us-rules.ts';
import { addressRules, suspendedRules } from './rules/address-rules.ts';
import { codeRules, replyRules } from './rules/code-rules.ts';
import { mailboxStateRules } from './rules/mailbox-state-rules.ts';
import { protectedCodeRules } from './rules/protected-code-rules.ts';
import { providerRules } from './rules/provider-rules.ts';
import { recipientRules } from './rules/recipient-rules.ts';

/**
 * All rules in order; the first match decides. Specific rules come first, then rules that show that
 * the address is valid (refusals of us, limits, mailbox states), then rules for invalid addresses,
 * then codes alone.
 */
export const rules: Rule[] = [
  ...providerRules,
  ...protectedCodeRules,
  ...recipientRules,
  ...aboutUsRules,
  ...suspendedRules,
  ...mailboxStateRules,
  ...rateRules,
  ...addressRules,
  ...vagueAboutUsRules,
  ...codeRules,
  ...replyRules,
];

/** Used if no rule matches. */
export const noRule: Rule = {
  id: 'none',
  class: 'unknown',
  provider: 'any',
  source: 'no rule matches',
};
