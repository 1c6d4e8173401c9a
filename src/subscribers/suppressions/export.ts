import { stringify } from 'csv-stringify/sync';
import type { Context } from '../../context.ts';
import type { Suppression } from '../../generated/prisma/client.ts';
import { listSuppressions } from '../../suppressions/suppressions.ts';
import { shownSuppression } from './suppression-input.ts';

/** Suppressions read at once. */
const pageSize = 1000;

/**
 * All suppressions of known addresses as CSV; an import reads it back. Those of erased addresses
 * stay in this database, whose keys their hashes belong to.
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

/** The same as an array of JSON, each as the API shows one; an import reads it back too. */
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
