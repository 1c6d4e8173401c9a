import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';

const versions = z.record(z.string(), z.string());
const manifest = z
  .object({
    dependencies: versions,
    devDependencies: versions,
    overrides: z.record(z.string(), z.unknown()),
    engines: z.object({ node: z.string() }),
  })
  .parse(JSON.parse(readFileSync('package.json', 'utf8')));
const page = readFileSync('docs/adr/pinned-dependencies.md', 'utf8');

test('docs/adr/pinned-dependencies.md lists each pin and override, and no other package', () => {
  const all = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
  const pinned = all.filter(([, version]) => !version.startsWith('^')).map(([name]) => name);
  const rows = page.match(/^\| `.*?\|/gm) ?? [];
  const named = rows.flatMap((row) => [...row.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name));
  const packages = named.filter((name) => !name.startsWith('npm '));
  expect([...new Set(packages)].toSorted()).toEqual(
    [...new Set([...pinned, ...Object.keys(manifest.overrides)])].toSorted(),
  );
  expect(page).toContain(`\`${manifest.engines.node}\``);
});

test('the schema engine is the version that the pinned Prisma was released with', () => {
  const client = z
    .object({ devDependencies: versions })
    .parse(JSON.parse(readFileSync('node_modules/@prisma/client/package.json', 'utf8')));
  expect(manifest.dependencies['@prisma/schema-engine-wasm']).toBe(
    client.devDependencies['@prisma/engines-version'],
  );
});
