import { classify } from '../outbox/classification/classify.ts';
import { enhancedOfField, saysNothing } from '../outbox/classification/codes.ts';
import { consequenceOf } from '../outbox/classification/consequence.ts';
import type { Classification } from '../outbox/classification/reply.ts';

/**
 * What a failure implies for the address: it does not exist, this message was not delivered, or
 * nothing.
 */
export type Verdict = 'hard' | 'soft' | 'refused';

const verdicts = { suppress: 'hard', count: 'soft', absent: 'soft', nothing: 'refused' } as const;

export function verdictOf(classification: Classification): Verdict {
  return verdicts[consequenceOf(classification)];
}

/**
 * Classifies what a provider forwards of a server's reply; undefined if it contains nothing useful.
 */
export function classifyReport(
  status: string | undefined,
  diagnostic: string | undefined,
): Classification | undefined {
  const text = (diagnostic ?? '').replace(/^\s{0,9}(smtp|x-[\w-]{1,40});\s{0,9}/i, '');
  const found = classify({ text, enhanced: enhancedOfField(status ?? '') });
  return found.rule.id === 'none' && found.code === undefined && saysNothing(found.enhanced)
    ? undefined
    : found;
}

const severity: Verdict[] = ['refused', 'soft', 'hard'];

/**
 * Returns the mildest of several verdicts, so that the subscriber gets the benefit of the doubt.
 */
export function mildest(verdicts: Verdict[]): Verdict | undefined {
  return severity.find((verdict) => verdicts.includes(verdict));
}
