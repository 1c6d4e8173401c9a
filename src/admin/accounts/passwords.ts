import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { z } from 'zod';

/**
 * `ln`: the logarithm of N. 32 MB, and a fifth of a second of one core: what OWASP asks of scrypt.
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

/** 144 bits, for one who does not want to think of a password. */
export function newPassword(): string {
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
  // The same letters may be typed as different characters.
  return derived(text.normalize('NFKC'), salt, keyBytes, { N, r, p, maxmem: 256 * N * r });
}

/** A password as it is kept, `$scrypt$ln=15,r=8,p=3$salt$hash`: its cost may change later. */
export async function hashPassword(text: string): Promise<string> {
  const salt = randomBytes(saltBytes);
  return written(cost, salt, await derive(text, salt, cost));
}

/** What no password fits, and takes as long to say so. */
export const nobodysHash = written(cost, Buffer.alloc(saltBytes), Buffer.alloc(keyBytes));

function written({ ln, r, p }: Cost, salt: Buffer, key: Buffer): string {
  return `$scrypt$ln=${ln},r=${r},p=${p}$${salt.toString('base64url')}$${key.toString('base64url')}`;
}

/**
 * Whether this password was kept as this. @throws Error where that was not written by
 * `hashPassword`
 */
export async function fits(stored: string, text: string): Promise<boolean> {
  const [, ln, r, p, salt = '', key = ''] =
    /^\$scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$([\w-]+)\$([\w-]+)$/.exec(stored) ?? [];
  if (key === '') throw new Error('a password is kept in a form that is not known');
  const tried = await derive(text, Buffer.from(salt, 'base64url'), {
    ln: Number(ln),
    r: Number(r),
    p: Number(p),
  });
  return timingSafeEqual(tried, Buffer.from(key, 'base64url'));
}
