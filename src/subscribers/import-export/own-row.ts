import { z } from 'zod';
import type { Context } from '../../context.ts';
import { SubscriberStatus } from '../../generated/prisma/enums.ts';
import { faultsOf } from '../../lib/errors/problem.ts';
import { parseJson } from '../../lib/text/json.ts';
import { oneLine } from '../../lib/text/one-line.ts';
import type { ConsentInput } from '../signup/entry.ts';
import { isSubscribed } from '../subscriber.ts';
import { suppressionReason } from '../suppressions/suppression-input.ts';
import { type Cells, quoted } from './cells.ts';
import { consentFaults } from './consent-cells.ts';
import { invalid } from './faults.ts';
import { asked, type Row, type Staged } from './import-row.ts';

// The columns of our own export other than the preferences. With them, an import into an empty
// installation restores the same data.

/** An empty cell is no value. */
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.nullish());

const time = z.iso
  .datetime({ offset: true, error: 'a time such as 2026-03-14T08:00:00Z' })
  .refine((value) => /^(?!0000)\d{4}-/.test(value), 'a time such as 2026-03-14T08:00:00Z');
const text = (maximum: number) =>
  z.string().max(maximum, `at most ${maximum} characters`).transform(oneLine);

const consent = z.object({
  source: text(200),
  event: text(100).nullish(),
  at: time,
  page: text(2000).nullish(),
  note: text(1000).nullish(),
});

/** JSON in a cell of CSV; in a JSON list the value itself. */
const consents = z.preprocess(
  (value, ctx) => {
    if (value === '' || value === null) return [];
    if (typeof value !== 'string') return value;
    const parsed = parseJson(value);
    if (parsed !== undefined) return parsed;
    ctx.addIssue({ code: 'custom', message: 'a JSON array of consents' });
    return z.NEVER;
  },
  z.array(consent).max(1000, 'at most 1,000 consents'),
);

const ownFields = z.object({
  created_at: optional(time),
  active_since: optional(time),
  paused_until: optional(time),
  status_before: optional(z.enum(SubscriberStatus)),
  unsubscribed_at: optional(time),
  unsubscribe_reason: optional(text(100)),
  unsubscribe_comment: optional(z.string().max(5000, 'at most 5,000 characters')),
  consents: consents.default([]),
  suppression_reason: optional(suppressionReason),
  suppression_evidence: optional(text(1000)),
  suppressed_at: optional(time),
});

const ownStatus = z.enum(
  { ...SubscriberStatus, suppressed: 'suppressed' },
  'pending, active, paused, unsubscribed, bounced, complained or suppressed',
);

/** A row of our own export: everything is restored as it was, and no one is mailed. */
export function ownRow(
  ctx: Context,
  fallback: ConsentInput | undefined,
  own: Cells['own'],
  given: Row,
): Staged {
  const status = ownStatus.safeParse(own['status']);
  if (!status.success)
    return {
      reason: {
        code: 'unknown-status',
        column: 'status',
        value: quoted(own['status']),
      },
    };
  const parsed = ownFields.safeParse(own);
  if (!parsed.success) return { reason: invalid(faultsOf(parsed.error)) };
  const { consents, suppression_reason, suppression_evidence, suppressed_at, ...history } =
    parsed.data;
  const past = Object.entries(history).filter(([, value]) => value !== undefined && value !== null);
  const row = { ...given, columns: { ...given.columns, ...Object.fromEntries(past) } };
  const suppression =
    suppression_reason === null || suppression_reason === undefined
      ? null
      : {
          reason: suppression_reason,
          evidence: suppression_evidence ?? null,
          created_at: suppressed_at ?? null,
        };
  const future = consents.flatMap(({ source, at }) => consentFaults(ctx, { source, at }));
  if (future.length > 0) return { reason: invalid(future) };
  const target = status.data;
  if (!isSubscribed(target) || consents.length > 0)
    return { row: { ...row, target, consents, suppression } };
  if (fallback === undefined) return { row: { ...asked(ctx, row), suppression } };
  const at = fallback.at ?? ctx.now().toISOString();
  return { row: { ...row, target, suppression, consents: [{ ...fallback, at }] } };
}
