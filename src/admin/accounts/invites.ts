import { z } from 'zod';
import type { Context } from '../../context.ts';
import { lockInTransaction } from '../../db/advisory-lock.ts';
import type { DbClient } from '../../db/client.ts';
import { databaseNow } from '../../db/clock.ts';
import { isUniqueViolation } from '../../db/unique-violation.ts';
import type { OperatorInvite } from '../../generated/prisma/client.ts';
import { renderTransactionalEmail } from '../../mail/transactional.ts';
import { enqueueTransactionalEmail } from '../../outbox/enqueue.ts';
import type { Renderers } from '../../outbox/rendering.ts';
import { makeToken, readToken } from '../../subscribers/tokens.ts';
import { recordAudit } from '../audit-log.ts';
import { operatorByKey, type OperatorEmail } from './operators.ts';
import { hashPassword } from './passwords.ts';
import { roleWords, type Role } from './roles.ts';

/** Milliseconds for which the link of an invitation is valid. */
const lifetime = 7 * 86_400_000;

/**
 * Sends an email with a link for becoming an operator. A second invitation of an address replaces
 * the first.
 * @returns false if the address already belongs to an operator
 */
export function inviteOperator(
  ctx: Context,
  by: number,
  { address: { email, key: emailKey }, role }: { address: OperatorEmail; role: Role },
): Promise<boolean> {
  return ctx.db.transaction(async (tx) => {
    // Serializes two invitations of the same address: the second replaces the first.
    await lockInTransaction(tx, 'operators');
    if ((await operatorByKey(tx, emailKey)) !== null) return false;
    await tx.prisma.operatorInvite.deleteMany({ where: { emailKey } });
    const { id } = await tx.prisma.operatorInvite.create({
      data: { email, emailKey, role, invitedBy: by },
    });
    await enqueueTransactionalEmail(tx, {
      kind: 'operator-invite',
      address: email,
      data: { inviteId: id, role },
      hours: 48,
    });
    await recordAudit(tx, by, 'operator-invited', role);
    return true;
  });
}

/** Lists open invitations, newest first. Deletes expired ones. */
export async function listInvites(db: DbClient): Promise<OperatorInvite[]> {
  const oldest = new Date((await databaseNow(db)).getTime() - lifetime);
  await db.prisma.operatorInvite.deleteMany({ where: { createdAt: { lt: oldest } } });
  return db.prisma.operatorInvite.findMany({ orderBy: { id: 'desc' }, take: 100 });
}

/** @returns false if the invitation no longer exists */
export function withdrawInvite({ db }: Context, by: number, id: number): Promise<boolean> {
  return db.transaction(async (tx) => {
    const { count } = await tx.prisma.operatorInvite.deleteMany({ where: { id } });
    if (count > 0) await recordAudit(tx, by, 'invite-withdrawn', `#${id}`);
    return count > 0;
  });
}

/**
 * Returns the invitation of a link, or undefined if it was accepted, withdrawn, replaced or
 * expired.
 */
export async function readInvite(ctx: Context, token: string): Promise<OperatorInvite | undefined> {
  const id = readToken(ctx.keys, 'operator-invite', token);
  if (id === undefined) return undefined;
  const oldest = new Date((await databaseNow(ctx.db)).getTime() - lifetime);
  const found = await ctx.db.prisma.operatorInvite.findUnique({
    where: { id, createdAt: { gte: oldest } },
  });
  return found ?? undefined;
}

/**
 * Creates the operator of an invitation.
 * @returns their id, or undefined if the invitation is not valid
 */
export async function acceptInvite(
  ctx: Context,
  token: string,
  password: string,
): Promise<number | undefined> {
  const invite = await readInvite(ctx, token);
  if (invite === undefined) return undefined;
  const { id, email, emailKey, role } = invite;
  const passwordHash = await hashPassword(password);
  return ctx.db
    .transaction(async (tx) => {
      // Of two concurrent requests, only one deletes the row.
      const { count } = await tx.prisma.operatorInvite.deleteMany({ where: { id } });
      if (count === 0) return undefined;
      const operator = await tx.prisma.operator.create({
        data: { email, emailKey, role, passwordHash },
      });
      await recordAudit(tx, operator.id, 'invite-accepted', `#${operator.id}`);
      return operator.id;
    })
    .catch((error: unknown) => {
      if (isUniqueViolation(error)) return undefined;
      throw error;
    });
}

const data = z.object({ inviteId: z.int(), role: z.enum(['viewer', 'editor', 'owner']) });

/** Renders the email with the invitation link. */
export function operatorRenderers(ctx: Context): Renderers {
  const { PUBLIC_URL: publicUrl, SITE_NAME: site } = ctx.config;
  return {
    'operator-invite': (claim) => {
      const { inviteId, role } = data.parse(claim.data);
      const words = ctx.words(claim.language);
      return renderTransactionalEmail(ctx, claim, {
        subject: words.t('mail-invite-subject', { site }),
        heading: words.t('mail-invite-heading', { site }),
        paragraphs: [
          words.t('mail-invite-what', { site, role: words.t(roleWords[role]) }),
          words.t('mail-invite-lifetime'),
        ],
        action: {
          url: `${publicUrl}/admin/invite/${makeToken(ctx.keys, 'operator-invite', inviteId)}`,
          label: words.t('mail-invite-button'),
        },
        small: [
          words.t('mail-invite-not-you'),
          words.t('mail-foot', { site, host: new URL(publicUrl).host }),
        ],
      });
    },
  };
}
