const hour = 3_600_000;

/**
 * The day of the month in `2026-03-09T10:00:00Z`, `2026-03-09 10:00`, `2026-03-09`, `9 March 2026`,
 * `March 9, 2026` or `Mon, 09 Mar 2026 00:00:00 -0400`.
 */
const dayOfMonth = /\b(\d{1,2})(?=[T ]\d|$|, \d| [A-Z][a-z]+ )/;

/**
 * Parses a timestamp. Returns undefined for a day that does not exist (`Date.parse` reads 30
 * February as 2 March).
 */
export function instantIn(text: string | null | undefined): Date | undefined {
  const time = Date.parse(text ?? '');
  if (!(time > Date.UTC(1900, 0) && time < Date.UTC(9999, 0))) return undefined;
  const written = Number(dayOfMonth.exec(text ?? '')?.[1]);
  const nearby = [-14, 0, 14].map((hours) => new Date(time + hours * hour).getUTCDate());
  return nearby.includes(written) ? new Date(time) : undefined;
}
