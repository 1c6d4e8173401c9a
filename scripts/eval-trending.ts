import { parseArgs } from 'node:util';
import { ageBonus } from '../src/papers/ranking/trending.ts';
import { type Estimate, difference, estimate } from './trending/bootstrap.ts';
import { fitPrior } from './trending/fit.ts';
import { gains } from './trending/gains.ts';
import { readHistory } from './trending/history.ts';
import { formulaWith } from './trending/replay.ts';
import { tables } from './trending/tables.ts';
import { synthetic } from './trending/synthetic.ts';

// npm run eval:trending [-- PATH] [--from 2025-07-01] [--to 2025-12-31] [--doublings 0.5] [--seed
// 1] [--days 250] [--fit] [--json]: replays a history (docs/relevance.md) and compares the ranking
// with plain upvotes and with recency. PATH is a file of votes or a folder with votes-*.ndjson.
// Without it, generated days are used.

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    from: { type: 'string', default: '0000' },
    to: { type: 'string', default: '9999' },
    doublings: { type: 'string', default: String(ageBonus.doublings) },
    seed: { type: 'string', default: '1' },
    days: { type: 'string', default: '250' },
    fit: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});

const [path] = positionals;
const history = path === undefined ? undefined : readHistory(path);
if (history === undefined && path !== undefined)
  throw new Error(`${path} is neither a file of votes nor a folder with one`);
for (const { file, line, reason } of history?.rejected ?? [])
  console.error(`${file}, line ${line}: ${reason}`);
const all =
  history?.listings ?? synthetic({ seed: Number(options.seed), days: Number(options.days) });
const listings = all.filter(({ date }) => date >= options.from && date <= options.to);

const bonus = { ...ageBonus, doublings: Number(options.doublings) };
if (options.fit) printFit();
else printTables();

function printTables(): void {
  const measured = tables(listings, formulaWith(bonus)).map(({ title, rows }) => ({
    title,
    rows: rows.map(({ name, days }) => ({ name, ...estimate(days) })),
    ahead: rows
      .slice(1)
      .map(({ name, days }) => ({ name, ...difference(rows[0]?.days ?? [], days) })),
  }));
  if (options.json) return console.log(JSON.stringify(measured));
  console.log(
    `${listings.length} papers${history === undefined ? ' (generated)' : ''}. In percent, with 95% intervals.`,
  );
  for (const { title, rows, ahead } of measured) {
    console.log(`\n${title} (${rows[0]?.days ?? 0} days)`);
    for (const row of rows) console.log(`  ${row.name.padEnd(10)} ${percent(row)}`);
    for (const row of ahead) console.log(`  ${`− ${row.name}`.padEnd(10)} ${percent(row)}`);
  }
}

function printFit(): void {
  const [fits, gained] = [fitPrior(listings), gains(listings)];
  if (options.json) return console.log(JSON.stringify({ prior: fits, gains: gained }));
  for (const { name, inUse, fitted, standardError, byMonth } of fits)
    console.log(
      `${name.padEnd(12)} in use ${inUse.toFixed(2)}, fitted ${fitted.toFixed(2)} ± ${standardError.toFixed(2)}, ` +
        `one month left out ${byMonth.map((weight) => weight.toFixed(2)).join(' to ')}`,
    );
  for (const { from, morning, midnight } of gained)
    console.log(
      `papers with ${from} upvotes or more at 08:00 gain ${morning.toFixed(2)} doublings in the end, ` +
        `${midnight.toFixed(2)} of them after the next midnight`,
    );
}

function percent({ mean, low, high }: Estimate): string {
  return [mean, low, high]
    .map((value) => (value * 100).toFixed(1))
    .map((text, place) => [text.padStart(5), ` [${text},`, ` ${text}]`][place])
    .join('');
}
