import { z } from 'zod';
import type { Words } from '../../lib/i18n/words.ts';

const count = z.int().min(0);

/** Why a fetch failed or a source is unhealthy, as a code with parameters. */
export const sourceFailure = z.discriminatedUnion('code', [
  z.object({ code: z.literal('http-status'), status: z.int() }),
  z.object({ code: z.literal('unreachable') }),
  z.object({ code: z.literal('timeout') }),
  /** The pause that the source asked for is not over. */
  z.object({ code: z.literal('pause') }),
  z.object({ code: z.literal('redirect'), target: z.string() }),
  z.object({ code: z.literal('too-large'), megabytes: z.number() }),
  /** The response does not have this format. */
  z.object({ code: z.literal('format'), format: z.string() }),
  /** The response is an error message of the provider. */
  z.object({ code: z.literal('message'), message: z.string() }),
  /** The source returned fewer entries than it announced. */
  z.object({ code: z.literal('incomplete'), received: count, expected: count }),
  /** The source has more entries than one fetch reads. */
  z.object({ code: z.literal('too-many'), received: count }),
  /** Far fewer papers than usual for this hour of the weekday. */
  z.object({ code: z.literal('few-papers'), papers: count, usual: count }),
]);
export type SourceFailure = z.output<typeof sourceFailure>;

/** The source did not respond, or its response was unusable. */
export class SourceError extends Error {
  override name = 'SourceError';
  failure: SourceFailure;

  constructor(failure: SourceFailure, options?: ErrorOptions) {
    super(JSON.stringify(failure), options);
    this.failure = failure;
  }
}

/** The failure as text that follows the name of the source. */
export function failureText(words: Words, failure: SourceFailure): string {
  switch (failure.code) {
    case 'http-status':
      return words.t('source-failure-http-status', { status: String(failure.status) });
    case 'redirect':
      return words.t('source-failure-redirect', { target: failure.target });
    case 'too-large':
      return words.t('source-failure-too-large', { megabytes: failure.megabytes });
    case 'format':
      return words.t('source-failure-format', { format: failure.format });
    case 'message':
      return words.t('source-failure-message', { message: failure.message });
    case 'incomplete':
      return words.t('source-failure-incomplete', {
        received: failure.received,
        expected: failure.expected,
      });
    case 'too-many':
      return words.t('source-failure-too-many', { received: failure.received });
    case 'few-papers':
      return words.t('source-failure-few-papers', { papers: failure.papers, usual: failure.usual });
    case 'unreachable':
      return words.t('source-failure-unreachable');
    case 'timeout':
      return words.t('source-failure-timeout');
    default:
      failure satisfies { code: 'pause' };
      return words.t('source-failure-pause');
  }
}
