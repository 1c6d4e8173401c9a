import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { z } from 'zod';

/**
 * Cost parameters of scrypt. `ln` is log2(N). Hashing takes 32 MB and a fifth of a second of one
 * core, as OWASP recommends.
 */
interface Cost {
  ln: number;
  r: number;
  p: number;
}

const cost: Cost = { ln: 15, r: 8, p: 3 };
const saltBytes = 16;
const keyBytes = 32;

export const password = z
  .string()
  .min(12, 'a password of 12 to 200 characters')
  .max(200, 'a password of 12 to 200 characters');

/** A generated password with 144 random bits. */
export function generatePassword(): string {
  return randomBytes(18).toString('base64url');
}

const derived = promisify<
  string,
  Buffer,
  number,
  { N: number; r: number; p: number; maxmem: number },
  Buffer
>(scrypt);

function derive(text: string, salt: Buffer, { ln, r, p }: Cost): Promise<Buffer> {
  const N = 2 ** ln;
  // The same letters may be typed as different code points.
  return derived(text.normalize('NFKC'), salt, keyBytes, { N, r, p, maxmem: 256 * N * r });
}

/**
 * Hashes a password as `$scrypt$ln=15,r=8,p=3$salt$hash`. The cost is stored, so it may change
 * later.
 */
export async function hashPassword(text: string): Promise<string> {
  const salt = randomBytes(saltBytes);
  return formatHash(cost, salt, await derive(text, salt, cost));
}

/** A hash that no password matches. Comparing with it takes the usual time. */
export const dummyHash = formatHash(cost, Buffer.alloc(saltBytes), Buffer.alloc(keyBytes));

function formatHash({ ln, r, p }: Cost, salt: Buffer, key: Buffer): string {
  return `$scrypt$ln=${ln},r=${r},p=${p}$${salt.toString('base64url')}$${key.toString('base64url')}`;
}

/**
 * Whether a password matches a stored hash.
 * @throws Error if `hashPassword` did not create the hash
 */
export async function verifyPassword(stored: string, text: string): Promise<boolean> {
  const [, ln, r, p, salt = '', key = ''] =
    /^\$scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$([\w-]+)\$([\w-]+)$/.exec(stored) ?? [];
  if (key === '') throw new Error('unknown format of a stored password');
  const tried = await derive(text, Buffer.from(salt, 'base64url'), {
    ln: Number(ln),
    r: Number(r),
    p: Number(p),
  });
  return timingSafeEqual(tried, Buffer.from(key, 'base64url'));
}
