import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** The Node.js options of `npm start`, so that benchmarks measure the same configuration. */
export function startFlags(): string[] {
  const { scripts } = z
    .object({ scripts: z.object({ start: z.string() }) })
    .parse(JSON.parse(readFileSync('package.json', 'utf8')));
  return scripts.start.split(' ').filter((word) => word.startsWith('--'));
}
