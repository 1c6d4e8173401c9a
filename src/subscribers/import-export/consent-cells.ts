import { z } from 'zod';
import type { Context } from '../../context.ts';
import { type Fault, faultsOf, Problem } from '../../lib/errors/problem.ts';
import { checkConsent, consentInput, type ConsentInput } from '../signup/entry.ts';

const givenConsent = z.object({ consent: consentInput });

/** Returns the consent in the cells of a row; undefined if they name no source. */
export function consentOf(
  ctx: Context,
  given: unknown,
): { consent: ConsentInput | undefined } | { faults: Fault[] } {
  // A date or a note without a source is not a consent.
  if (!hasSource(given)) return { consent: undefined };
  const parsed = givenConsent.safeParse({ consent: given });
  if (!parsed.success) return { faults: faultsOf(parsed.error) };
  const faults = consentFaults(ctx, parsed.data.consent);
  return faults.length > 0 ? { faults } : { consent: parsed.data.consent };
}

function hasSource(given: unknown): boolean {
  return (
    typeof given === 'object' && given !== null && 'source' in given && given.source !== undefined
  );
}

/** Returns what is invalid in a consent. */
export function consentFaults(ctx: Context, consent: ConsentInput): Fault[] {
  try {
    checkConsent(ctx, consent);
    return [];
  } catch (error) {
    if (error instanceof Problem) return error.errors;
    throw error;
  }
}
