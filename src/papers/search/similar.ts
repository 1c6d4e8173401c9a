import type { DbClient } from '../../db/client.ts';
import type { Day } from '../../lib/dates.ts';
import type { Paper } from '../paper.ts';
import { papersByIds } from '../reading.ts';
import { similarIds } from './sql.ts';

/** Returns papers on the same subject that were listed up to `through`, most similar first. */
export async function similarPapers(
  db: DbClient,
  id: number,
  through: Day,
  limit: number,
): Promise<Paper[]> {
  return papersByIds(db, await similarIds(db, id, through, limit));
}
