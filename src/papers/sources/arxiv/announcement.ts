import { addDays, type Day, dateOf, dayIn } from '../../../lib/dates.ts';

const hour = 3_600_000;

export const mailingZone = 'America/New_York';

/** From 14:00 in New York, when a batch of submissions closes, to the end of the day. */
const afterClosing = 10 * hour;

/**
 * The day (UTC) on which a submission is announced. A batch closes at 14:00 New York time from
 * Monday to Friday and appears at 20:00, which is past midnight UTC. Friday's batch appears on
 * Sunday (https://info.arxiv.org/help/availability.html).
 */
export function announcedOn(submitted: Date): Day {
  let batch = dayIn(mailingZone, new Date(submitted.getTime() + afterClosing));
  while (weekday(batch) > 5) batch = addDays(batch, 1);
  return addDays(batch, weekday(batch) === 5 ? 3 : 1);
}

/** 1 is Monday, 7 is Sunday. */
function weekday(date: Day): number {
  return dateOf(date).getUTCDay() || 7;
}
