import { z } from 'zod';
import type { Config } from '../../config/config.ts';
import type { Context } from '../../context.ts';
import { exactly, Problem } from '../../lib/errors/problem.ts';
import { parseAddress, type ParsedAddress } from '../address.ts';
import { preferenceInput, type PreferenceInput } from '../preferences/definitions.ts';

/** Text that Postgres can store: no NUL, no half of a surrogate pair. */
const text = (max: number, takes: string) =>
  z
    .string()
    .max(max, takes)
    .regex(/^[^\0\p{Cs}]*$/u, 'text without NUL characters');

/** In UTC: Postgres has no year 0 and no offsets of 16 hours or more. */
const timestamp = z.iso
  .datetime({ offset: true, error: 'a time such as 2026-03-14T08:00:00Z', abort: true })
  .transform((value) => new Date(value).toISOString())
  .refine((value) => /^(?!0000)\d{4}-/.test(value), 'a time such as 2026-03-14T08:00:00Z');

/** The source and the time of a consent. An address without a consent must confirm first. */
export const consentInput = exactly(
  z.object({
    source: text(200, '1 to 200 characters').min(1, '1 to 200 characters'),
    at: timestamp.nullish(),
    note: text(1000, 'at most 1,000 characters').nullish(),
  }),
);
export type ConsentInput = z.output<typeof consentInput>;

/** Milliseconds that the clock that recorded a consent may be ahead of this server. */
const maximumClockSkew = 60_000;

/** @throws Problem 422 for a consent dated in the future */
export function checkConsent({ now }: Context, consent: ConsentInput | undefined): void {
  if (consent?.at == null || Date.parse(consent.at) <= now().getTime() + maximumClockSkew) return;
  const message = 'a time that is not in the future';
  throw new Problem(422, 'Invalid input', `consent.at: ${message}`, [
    { path: 'consent.at', message },
  ]);
}

export interface Entry {
  address: Extract<ParsedAddress, { ok: true }>;
  preferences: PreferenceInput;
  consent?: ConsentInput | undefined;
}

const address = ({ NODE_ENV: mode }: Config) =>
  z.string().transform((text, ctx) => {
    const parsed = parseAddress(text, mode);
    if (parsed.ok) return parsed;
    ctx.addIssue({ code: 'custom', message: parsed.reason });
    return z.NEVER;
  });

/** One subscriber to add: an address, preferences and optionally a recorded consent. */
export const entryInput = (config: Config) =>
  exactly(
    preferenceInput.extend({ email: address(config), consent: consentInput.optional() }),
  ).transform(({ email, consent, ...preferences }): Entry => ({
    address: email,
    preferences,
    consent,
  }));
