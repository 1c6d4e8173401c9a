import { classify } from '../outbox/classification/classify.ts';
import { enhancedOfField, saysNothing } from '../outbox/classification/codes.ts';
import { consequenceOf } from '../outbox/classification/consequence.ts';
import type { Classification } from '../outbox/classification/reply.ts';

/**
 * What a failure says of an address: that it is dead, that this mail did not get through, nothing
 * at all.
 */
export type Verdict = 'hard' | 'soft' | 'refused';

const verdicts = { suppress: 'hard', count: 'soft', absent: 'soft', nothing: 'refused' } as const;

export function verdictOf(classification: Classification): Verdict {
  return verdicts[consequenceOf(classification)];
}

/** What a provider hands on of a server's answer; undefined where it says nothing. */
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

/** The mildest of several verdicts; a doubt speaks for the reader. */
export function mildest(verdicts: Verdict[]): Verdict | undefined {
  return severity.find((verdict) => verdicts.includes(verdict));
}
