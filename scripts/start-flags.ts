import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** The options of node that `npm start` has: benchmarks measure what is run. */
export function startFlags(): string[] {
  const { scripts } = z
    .object({ scripts: z.object({ start: z.string() }) })
    .parse(JSON.parse(readFileSync('package.json', 'utf8')));
  return scripts.start.split(' ').filter((word) => word.startsWith('--'));
}
