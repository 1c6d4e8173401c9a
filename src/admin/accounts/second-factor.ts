import { randomInt } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { renderSVG } from 'uqr';
import type { Context } from '../../context.ts';
import type { Operator } from '../../generated/prisma/client.ts';
import { recordAudit } from '../audit-log.ts';
import { noSecondFactor } from './operators.ts';

/** Seconds per time step (RFC 6238). */
const period = 30;

/** The number of steps by which a phone's clock may differ. */
const window = 1;

const recoveryCodes = 10;

/** Without characters that look alike. 10 characters have 50 bits. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';

/** A new secret, in Base32. */
export function newSecret(): string {
  return new Secret({ size: 20 }).base32;
}

function totpOf(ctx: Context, email: string, secret: string): TOTP {
  const issuer = ctx.config.SITE_NAME;
  return new TOTP({ issuer, label: email, secret: Secret.fromBase32(secret), period });
}

/** The secret for an authenticator app: a QR code as an image in a `data:` URL. */
export function qrCode(ctx: Context, email: string, secret: string): string {
  const svg = renderSVG(totpOf(ctx, email, secret).toString(), { border: 3 });
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
}

/** The time step of a code, or undefined if the code is wrong. */
export function stepOf(ctx: Context, secret: string, code: string): number | undefined {
  const timestamp = ctx.now().getTime();
  const token = code.replaceAll(' ', '');
  if (!/^\d{6}$/.test(token)) return undefined;
  const delta = totpOf(ctx, '', secret).validate({ token, timestamp, window });
  return delta === null ? undefined : Math.floor(timestamp / 1000 / period) + delta;
}

/**
 * Adds a second factor. The caller has verified its first code.
 * @returns the recovery codes, which are shown only once
 */
export async function addSecondFactor(
  ctx: Context,
  operatorId: number,
  { secret, step }: { secret: string; step: number },
): Promise<string[]> {
  const codes = Array.from({ length: recoveryCodes }, newRecoveryCode);
  const recoveryHashes = codes.map((code) => ctx.keys.mac('recovery', code));
  await ctx.db.transaction(async (tx) => {
    await tx.prisma.operator.update({
      where: { id: operatorId },
      data: { totpSecret: secret, totpStep: step, recoveryHashes },
    });
    await recordAudit(tx, operatorId, 'second-factor-added');
  });
  return codes.map((code) => `${code.slice(0, 5)}-${code.slice(5)}`);
}

export async function removeSecondFactor({ db }: Context, operatorId: number): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.prisma.operator.update({ where: { id: operatorId }, data: noSecondFactor });
    await recordAudit(tx, operatorId, 'second-factor-removed');
  });
}

function newRecoveryCode(): string {
  return Array.from({ length: 10 }, () => alphabet[randomInt(alphabet.length)]).join('');
}

/** Checks a code of the operator. Each code is valid once. */
export async function useCode(ctx: Context, operator: Operator, code: string): Promise<boolean> {
  const { id, totpSecret } = operator;
  const step = totpSecret === null ? undefined : stepOf(ctx, totpSecret, code);
  if (step === undefined) return useRecoveryCode(ctx, operator, code);
  const { count } = await ctx.db.prisma.operator.updateMany({
    where: { id, OR: [{ totpStep: null }, { totpStep: { lt: step } }] },
    data: { totpStep: step },
  });
  return count > 0;
}

async function useRecoveryCode(
  ctx: Context,
  { id, recoveryHashes }: Operator,
  code: string,
): Promise<boolean> {
  const given = ctx.keys.every('recovery', code.toLowerCase().replaceAll(/[^a-z0-9]/g, ''));
  const left = recoveryHashes.filter((hash) => !given.includes(hash));
  if (left.length === recoveryHashes.length) return false;
  // Of two concurrent requests with this code, only one finds the list unchanged.
  const { count } = await ctx.db.prisma.operator.updateMany({
    where: { id, recoveryHashes: { equals: recoveryHashes } },
    data: { recoveryHashes: left },
  });
  if (count > 0) await recordAudit(ctx.db, id, 'recovery-code-used', `${left.length} left`);
  return count > 0;
}
