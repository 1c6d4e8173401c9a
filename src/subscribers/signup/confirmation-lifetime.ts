/**
 * Days in which a confirmation link or a change of address may be confirmed. An unconfirmed address
 * is stored that long, and its next message waits no longer.
 */
export const confirmationDays = 7;

/**
 * The earliest time of a message whose link is still valid.
 * @param now by the clock of the database
 */
export function confirmableSince(now: Date): Date {
  return new Date(now.getTime() - confirmationDays * 86_400_000);
}
