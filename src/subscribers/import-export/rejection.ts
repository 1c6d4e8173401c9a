import { z } from 'zod';
import type { Words } from '../../lib/i18n/words.ts';
import { addressFaults, type AddressFault } from '../address.ts';
import { definitions, preferenceNames } from '../preferences/definitions.ts';
import { type RefusalCode, refusalCodes } from '../signup/add.ts';

/** Statuses of a list for subscribers who are not mailed there but have not unsubscribed. */
const listedStatus = z.enum(['paused', 'inactive', 'deleted']);
type NotMailed = z.output<typeof listedStatus>;

const addressFault = z.custom<AddressFault>(
  (code) => typeof code === 'string' && code in addressFaults,
);
const cell = { column: z.string(), value: z.string() };

/** Why a row of a list is not imported. */
export const rejection = z.discriminatedUnion('code', [
  z.object({ code: z.enum(refusalCodes) }),
  z.object({ code: z.literal('listed-as'), status: listedStatus, ...cell }),
  z.object({ code: z.literal('unknown-status'), ...cell }),
  /** `row-length`: more or fewer cells than the header, in a list with a status column. */
  z.object({ code: z.enum(['row-length', 'unclosed-quote', 'too-long']) }),
  z.object({ code: z.literal('unreadable'), detail: z.string() }),
  z.object({ code: z.literal('address'), fault: addressFault }),
  z.object({
    code: z.literal('invalid'),
    faults: z.array(z.object({ field: z.string(), expected: z.string() })),
  }),
]);
export type Rejection = z.output<typeof rejection>;

/** The message for each reason that an address is not added. */
export const refusalMessages = {
  erased: 'refused-erased',
  moved: 'refused-moved',
  suppressed: 'refused-suppressed',
  unsubscribed: 'refused-unsubscribed',
  bounced: 'refused-bounced',
  complained: 'refused-complained',
} as const satisfies Record<RefusalCode, string>;

const listedMessages = {
  paused: 'rejected-listed-paused',
  inactive: 'rejected-listed-inactive',
  deleted: 'rejected-listed-deleted',
} as const satisfies Record<NotMailed, string>;

export function rejectionText(words: Words, reason: Rejection): string {
  switch (reason.code) {
    case 'listed-as':
      return words.t(listedMessages[reason.status], { cell: cellText(reason) });
    case 'unknown-status':
      return words.t('rejected-unknown-status', { cell: cellText(reason) });
    case 'row-length':
      return words.t('rejected-row-length');
    case 'unclosed-quote':
      return words.t('rejected-unclosed-quote');
    case 'too-long':
      return words.t('rejected-too-long');
    case 'unreadable':
      return words.t('rejected-unreadable', { detail: reason.detail });
    case 'address':
      return words.t(reason.fault);
    case 'invalid':
      return reason.faults
        .map(({ field, expected }) => `${field}: ${expectedText(words, field, expected)}`)
        .join('; ');
    default:
      return words.t(refusalMessages[reason.code]);
  }
}

function cellText({ column, value }: { column: string; value: string }): string {
  return `${column}: ${value}`;
}

/**
 * Schemas describe the expected value in English. Other languages have one message per preference.
 */
function expectedText(words: Words, field: string, expected: string): string {
  const name = preferenceNames.find((preference) => preference === field.split('.')[0]);
  return words.lang === 'en' || name === undefined ? expected : words.t(definitions[name].error);
}
