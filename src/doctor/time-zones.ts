import { z } from 'zod';
import type { Context } from '../context.ts';
import { fail, type Finding, ok } from './finding.ts';
import { unknownZones } from './sql.ts';

/**
 * Checks that Postgres knows the time zones of the readers. It may not after a move to another
 * server, and then no digest can be queued for anybody.
 */
export async function examineTimeZones({ db, config }: Context): Promise<Finding[]> {
  const rows = await db.rows(z.object({ zone: z.string() }), unknownZones(config.DIGEST_TIMEZONE));
  if (rows.length === 0) return [ok('time-zones', 'Postgres knows the time zones of all readers')];
  return [
    fail(
      'time-zones',
      `Postgres does not know ${rows.map(({ zone }) => zone).join(', ')}, so no digest can be sent`,
      'Install the complete time zone data where Postgres runs (tzdata-legacy on Debian and Ubuntu), and restart Postgres',
    ),
  ];
}
