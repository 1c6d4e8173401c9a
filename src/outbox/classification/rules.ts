import type { Rule } from './reply.ts';
import { aboutUsRules, rateRules, vagueAboutUsRules } from './rules/about-us-rules.ts';
import { addressRules, suspendedRules } from './rules/address-rules.ts';
import { codeRules, replyRules } from './rules/code-rules.ts';
import { mailboxStateRules } from './rules/mailbox-state-rules.ts';
import { protectedCodeRules } from './rules/protected-code-rules.ts';
import { providerRules } from './rules/provider-rules.ts';
import { recipientRules } from './rules/recipient-rules.ts';

/**
 * The one table, read from the top; the first rule that matches decides. What is specific comes
 * first, then what clears an address (refusals of us, limits, states), then what condemns it, then
 * codes alone.
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

/** Where no rule matches. */
export const noRule: Rule = {
  id: 'none',
  class: 'unknown',
  provider: 'any',
  source: 'no rule matches',
};
