import type { Context } from '../../context.ts';
import type { Suppression } from '../../generated/prisma/client.ts';
import type { Finding } from '../../suppressions/sql.ts';
import { suppressionOf } from '../../suppressions/suppressions.ts';
import { addFindings } from '../suppression.ts';

/** Suppresses an address for an operator. A stronger reason replaces a weaker one. */
export async function addSuppression(
  ctx: Context,
  finding: Finding,
): Promise<{ result: 'added' | 'updated' | 'unchanged'; suppression: Suppression }> {
  const [result] = await addFindings(ctx, [finding]);
  const suppression = await suppressionOf(ctx.db, ctx.keys, finding.emailKey, ctx.now());
  if (result === undefined || suppression === null)
    throw new Error('the added suppression is missing');
  return { result, suppression };
}
