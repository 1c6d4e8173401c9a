import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { standard, type Weights } from '../src/papers/ranking/trending.ts';
import { type Observation, readHistory, replay } from './trending/replay.ts';
import { synthetic } from './trending/synthetic.ts';

// npm run eval:trending [-- --file history.ndjson --hour 8 --seed 1 --days 300 --weight rise=0.5 --json]
// Replays a history (docs/trending.md): how much of tomorrow's top 10 by upvotes today's digest had, beside plain upvotes
// and plain recency.

const { values: options } = parseArgs({
  options: {
    file: { type: 'string' },
    hour: { type: 'string', default: '8' },
    seed: { type: 'string', default: '1' },
    days: { type: 'string', default: '300' },
    weight: { type: 'string', multiple: true, default: [] },
    json: { type: 'boolean', default: false },
  },
});

function weightsOf(changes: string[]): Weights {
  const name = z.enum(['upvotes', 'comments', 'rise', 'age', 'code']);
  const pairs = changes.map((change) => z.tuple([name, z.coerce.number()]).parse(change.split('=')));
  return { ...standard, ...Object.fromEntries(pairs) };
}

function read(file: string): Observation[] {
  const { observations, rejected } = readHistory(readFileSync(file, 'utf8'));
  for (const { line, reason } of rejected) console.error(`line ${line}: ${reason}`);
  return observations;
}

const observations =
  options.file === undefined
    ? synthetic({ seed: Number(options.seed), days: Number(options.days) })
    : read(options.file);
const result = replay(observations, { at: Number(options.hour), weights: weightsOf(options.weight) });
if (options.json) console.log(JSON.stringify(result));
else {
  console.log(
    `${result.days} days. Of tomorrow's 10 with the most upvotes, today's first 10 at ${options.hour}:00 UTC had`,
  );
  for (const name of ['trending', 'upvotes', 'recency'] as const)
    console.log(`  by ${name.padEnd(8)} ${(result[name] * 100).toFixed(1)} %`);
}
