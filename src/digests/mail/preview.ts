import { simpleParser } from 'mailparser';
import type { Context } from '../../context.ts';
import { textOf } from '../../outbox/rendering.ts';
import type { Words } from '../../lib/i18n/words.ts';
import type { Digest } from '../digest.ts';
import { composeMail, fillTest } from './digest-mail.ts';
import { poolOf } from '../queries.ts';

/** A digest's email as a mail client shows it. Like in a test copy, personal links are inert. */
export async function previewDigest(
  ctx: Context,
  digest: Digest,
  words: Words,
): Promise<{ html: string; text: string }> {
  const mail = await composeMail(ctx, digest, await poolOf(ctx.db, digest.id, digest.issueSize), {
    words,
    test: true,
  });
  const { html, text = '' } = await simpleParser(
    textOf(fillTest(ctx, mail, 0, 'reader@example.org')),
  );
  return { html: html || '', text };
}
