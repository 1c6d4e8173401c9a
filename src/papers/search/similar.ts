import type { DbClient } from '../../db/client.ts';
import type { Paper } from '../paper.ts';
import { papersByIds } from '../reading.ts';
import { similarIds } from './sql.ts';

/** Papers about the same subject, most similar first. */
export async function similarPapers(db: DbClient, id: number, limit: number): Promise<Paper[]> {
  return papersByIds(db, await similarIds(db, id, limit));
}
