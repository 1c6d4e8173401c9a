/**
 * Minutes between two confirmation mails to one address, from all clients together.
 * `confirmationDue` (sql.ts) is the same rule.
 */
export const throttleMinutes = 10;

/**
 * The start of the time in which a mail that was queued holds back the next one. `now`: the
 * database's clock.
 */
export function throttledSince(now: Date): Date {
  return new Date(now.getTime() - throttleMinutes * 60_000);
}

/** Whether a confirmation mail may be queued now. */
export function isConfirmationDue(queuedAt: Date | null, now: Date): boolean {
  return queuedAt === null || queuedAt < throttledSince(now);
}
