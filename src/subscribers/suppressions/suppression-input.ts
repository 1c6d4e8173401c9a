import { z } from 'zod';
import type { Suppression } from '../../generated/prisma/client.ts';
import { exactly } from '../../lib/errors/problem.ts';
import { importReport, rejectedCount } from '../../lib/import-report.ts';
import { listAnswer } from '../../lib/pagination.ts';
import { oneLine } from '../../lib/text/one-line.ts';
import { type Finding, suppressionReasons } from '../../suppressions/sql.ts';
import { parseAddress } from '../address.ts';
import { addressIn } from '../import-export/address-in.ts';
import { statusWord } from '../import-export/status-readers.ts';

/** Why an address is suppressed. */
export const suppressionReason = z.enum(suppressionReasons, 'bounced, complained or blocked');

/** Maximum length of evidence in characters. */
const maximumEvidence = 1000;

const evidence = z
  .string()
  .max(maximumEvidence, 'up to 1,000 characters')
  .transform(oneLine)
  .nullish();

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

/**
 * A row of a file. Rows are lenient, because the owner of a rejected address would be mailed:
 * `Spam complaint` is `complained`, and long evidence is cut off.
 */
export function suppressionRow(reason: Finding['reason']) {
  const given = z.preprocess(
    (cell) =>
      cell === '' ? undefined : typeof cell === 'string' ? (statusWord(cell) ?? cell) : cell,
    suppressionReason.default(reason),
  );
  const cut = z.preprocess(
    (cell) => (typeof cell === 'string' ? oneLine(cell.slice(0, maximumEvidence)) : cell),
    evidence,
  );
  return fields.extend({ email: listedEmail, reason: given, evidence: cut }).transform(findingOf);
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
