import { parseArgs } from 'node:util';
import { z } from 'zod';
import { faults } from './chaos/faults.ts';
import { inWorld, type Verdict } from './chaos/world.ts';

// npm run chaos [-- --only NAME --seeds 20 --readers 20000 --json]: injects each fault during a
// send, one after the other. The log of the test relay is the reference for what was sent. Exits
// with 1 if anything was lost, leaked or sent too often.

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    seeds: { type: 'string', default: '1' },
    readers: { type: 'string', default: '20000' },
    json: { type: 'boolean', default: false },
  },
});
const counts = z
  .object({ seeds: z.coerce.number().int().min(1), readers: z.coerce.number().int().min(1) })
  .safeParse(options);
if (!counts.success) {
  console.error('--seeds and --readers are whole numbers from 1');
  process.exit(2);
}
const { seeds, readers } = counts.data;
const names = options.only === undefined ? Object.keys(faults) : options.only.split(',');
const unknown = names.filter((name) => faults[name] === undefined);
if (unknown.length > 0) {
  console.error(`--only is ${unknown.join(', ')}; expected ${Object.keys(faults).join(', ')}`);
  process.exit(2);
}
const say = (line: string) => (options.json ? console.error(line) : console.log(line));

function add(one: Verdict, other: Verdict): Verdict {
  return {
    lost: one.lost + other.lost,
    duplicated: one.duplicated + other.duplicated,
    bound: one.bound + other.bound,
    leaked: one.leaked + other.leaked,
    disagreement: one.disagreement + other.disagreement,
  };
}

const clean = ({ lost, duplicated, bound, leaked, disagreement }: Verdict) =>
  lost === 0 && leaked === 0 && disagreement === 0 && duplicated <= bound;

const results = [];
say(`${'fault'.padEnd(24)} lost  duplicated (at most)  leaked  disagreement`);
for (const name of names) {
  const fault = faults[name];
  if (fault === undefined) continue;
  const began = performance.now();
  let total: Verdict = { lost: 0, duplicated: 0, bound: 0, leaked: 0, disagreement: 0 };
  for (let seed = 1; seed <= seeds; seed += 1)
    total = add(total, await inWorld({ readers, seed }, fault));
  results.push({ fault: name, seeds, ...total });
  const { lost, duplicated, bound, leaked, disagreement } = total;
  say(
    `${name.padEnd(24)} ${String(lost).padStart(4)}  ${String(duplicated).padStart(10)} ${`(${bound})`.padStart(9)}  ${String(leaked).padStart(6)}  ${String(disagreement).padStart(12)}` +
      `  ${clean(total) ? 'ok' : 'NOT OK'}, ${((performance.now() - began) / 1000).toFixed(0)} s`,
  );
}
if (options.json) console.log(JSON.stringify(results));
process.exitCode = results.every(clean) ? 0 : 1;
