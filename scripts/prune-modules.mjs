// Removes files that no server reads from a `node_modules` without development dependencies: type
// declarations, sources in TypeScript, source maps, documentation, tests, fonts that no image uses,
// and static libraries. `npm ci` restores them.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const modules = 'node_modules';
const marker = join(modules, '.pruned');
const licence = /licen[cs]e|notice|copying/i;
const unread = /\.(?:[cm]?ts|map|md|a)$/;
const font = /\.ttf$/;

/** A folder of tests or benchmarks at the top of a package: `fastify/test`, `@fastify/busboy/test`. */
const tests =
  /(?:^|\/)node_modules\/(?:@[^/]+\/)?[^@/][^/]*\/(?:tests?|__tests__|benchmarks?|examples)\//;

/** Whether files were removed, so that this folder can no longer be used for development. */
export const isPruned = () => existsSync(marker);

export function pruneModules() {
  const images = join('dist', 'og-images');
  const code = readdirSync(images)
    .map((name) => readFileSync(join(images, name), 'utf8'))
    .join('');
  for (const entry of readdirSync(modules, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || licence.test(entry.name)) continue;
    const file = join(entry.parentPath, entry.name);
    const isUnread =
      unread.test(entry.name) ||
      tests.test(file.replaceAll('\\', '/')) ||
      (font.test(entry.name) && !code.includes(entry.name));
    if (isUnread) rmSync(file);
  }
  writeFileSync(marker, '');
}
