import { z } from 'zod';
import type { Suppression } from '../../generated/prisma/client.ts';
import { exactly } from '../../lib/errors/problem.ts';
import { importReport, rejectedCount } from '../../lib/import-report.ts';
import { listAnswer } from '../../lib/pagination.ts';
import { oneLine } from '../../lib/text/one-line.ts';
import { type Finding, suppressionReasons } from '../../suppressions/sql.ts';
import { parseAddress } from '../address.ts';
import { addressIn } from '../import-export/address-in.ts';
import { textOf } from '../import-export/cells.ts';
import { type ListedStatus, statusWord } from '../import-export/status-readers.ts';

/** Why an address is suppressed. */
export const suppressionReason = z.enum(suppressionReasons, 'bounced, complained or blocked');

/** Maximum length of evidence in characters. */
const maximumEvidence = 1000;

const evidence = z
  .string()
  .max(maximumEvidence, 'up to 1,000 characters')
  .transform(oneLine)
  .nullish();

/** Text of a list as evidence. */
function evidenceOf(text: string): string {
  return oneLine(text.slice(0, maximumEvidence));
}

const listedEvidence = z.preprocess(
  (cell) => (typeof cell === 'string' ? evidenceOf(cell) : cell),
  evidence,
);

/** The result of an import, as the API and `--json` return it. */
export const suppressionImport = importReport
  .extend({ rejectedCount })
  .meta({ id: 'SuppressionImport' });
export type SuppressionImport = z.output<typeof suppressionImport>;

/** An address in the form in which it is stored: entirely in lower case. */
const email = z.string().transform((text, ctx) => {
  const parsed = parseAddress(text);
  if (parsed.ok) return parsed.key;
  ctx.addIssue({ code: 'custom', message: parsed.reason });
  return z.NEVER;
});

/** The same in a cell of a list, which may also be `Ada <ada@example.org>`. */
const listedEmail = z.string().transform((text, ctx) => {
  const parsed = addressIn(text);
  if (parsed.ok) return parsed.key;
  ctx.addIssue({ code: 'custom', message: parsed.reason });
  return z.NEVER;
});

const fields = z.object({
  email,
  reason: suppressionReason,
  evidence: evidence.describe('The reply of an SMTP server, a report, or a note'),
});

export const suppressionBody = exactly(fields).transform(findingOf);

/** What a status means in the column `reason`; null: its owner may be mailed. */
const reasonByStatus: Partial<Record<ListedStatus, Finding['reason'] | null>> = {
  bounced: 'bounced',
  complained: 'complained',
  blocked: 'blocked',
  unsubscribed: 'blocked',
  active: null,
  pending: null,
  paused: null,
};

/**
 * A row of a file. Rows are lenient, because the owner of a rejected address would be mailed:
 * `Spam complaint` is `complained`, a reason in other words, such as a reply of a server, is
 * evidence, and long evidence is cut off.
 * @param fallback the reason of rows without one of the three
 */
export function suppressionRow(fallback: Finding['reason']) {
  const row = z.object({
    email: listedEmail,
    reason: z.unknown().optional(),
    evidence: listedEvidence,
  });
  return row.transform(({ email: address, reason: cell, evidence: given }, ctx): Finding => {
    const said = textOf(cell);
    const status = statusWord(said);
    const reason = status === undefined ? undefined : reasonByStatus[status];
    if (reason === null) {
      ctx.addIssue({ code: 'custom', path: ['reason'], message: 'bounced, complained or blocked' });
      return z.NEVER;
    }
    const words = reason === undefined ? evidenceOf(said) : '';
    return findingOf({ email: address, reason: reason ?? fallback, evidence: given || words });
  });
}

function findingOf({ email: emailKey, reason, evidence: text }: z.output<typeof fields>): Finding {
  return { emailKey, reason, evidence: text === '' ? null : (text ?? null) };
}

export const suppressionAnswer = z
  .object({
    id: z.int(),
    email: z
      .string()
      .nullable()
      .describe('Null for an erased address, of which only a keyed hash is stored'),
    reason: z.string(),
    evidence: z.string().nullable(),
    createdAt: z.date(),
    endsAt: z.date().nullable(),
  })
  .meta({ id: 'Suppression' });

export const suppressionsAnswer = listAnswer(suppressionAnswer).meta({ id: 'Suppressions' });

export function shownSuppression({
  id,
  emailKey: email,
  reason,
  evidence,
  createdAt,
  endsAt,
}: Suppression): z.output<typeof suppressionAnswer> {
  return { id, email, reason, evidence, createdAt, endsAt };
}
