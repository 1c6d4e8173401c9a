import { stringify } from 'csv-stringify/sync';
import type { Context } from '../../context.ts';
import type { Suppression } from '../../generated/prisma/client.ts';
import { listSuppressions } from '../../suppressions/suppressions.ts';
import { shownSuppression } from './suppression-input.ts';

/** Suppressions per query. */
const pageSize = 1000;

/**
 * Exports all suppressions of known addresses as CSV, which an import can read. Suppressions of
 * erased addresses are not exported, because their hashes depend on the keys of this database.
 */
export async function* suppressionsCsv(ctx: Context): AsyncGenerator<string> {
  yield 'email,reason,evidence,created_at\n';
  for await (const page of pages(ctx)) {
    const rows = page.map((row) => [
      row.emailKey,
      row.reason,
      row.evidence,
      row.createdAt.toISOString(),
    ]);
    yield stringify(rows, { escape_formulas: true });
  }
}

/** Exports the same as a JSON array in the form of the API, which an import can read. */
export async function* suppressionsJson(ctx: Context): AsyncGenerator<string> {
  yield '[';
  let comma = '\n';
  for await (const page of pages(ctx)) {
    yield comma + page.map((row) => JSON.stringify(shownSuppression(row))).join(',\n');
    comma = ',\n';
  }
  yield '\n]\n';
}

async function* pages(ctx: Context): AsyncGenerator<Suppression[]> {
  for (let before: number | undefined; ;) {
    const page = await listSuppressions(
      ctx.db,
      { isKnown: true, before, limit: pageSize },
      ctx.now(),
    );
    if (page.length === 0) return;
    yield page;
    before = page.at(-1)?.id;
  }
}
