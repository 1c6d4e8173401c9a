import { fail, type Finding, ok, warn } from './finding.ts';

/** Days before expiry by which automatic renewal should have happened. */
const soon = 14;

/** @param validTo the expiry date in Node's format, such as `Nov 25 02:31:00 2026 GMT` */
export function certificateFinding(check: string, validTo: string, now: Date): Finding {
  const days = Math.floor((Date.parse(validTo) - now.getTime()) / 86_400_000);
  const date = new Date(validTo).toISOString().slice(0, 10);
  if (days < 0) return fail(check, `the certificate expired on ${date}`, 'Renew it');
  if (days < soon)
    return warn(check, `the certificate expires on ${date}`, 'Check why it has not been renewed');
  return ok(check, `the certificate is valid until ${date}`);
}
