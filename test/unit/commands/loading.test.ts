import { posix } from 'node:path';
import { expect, test } from 'vitest';
import { sourceFiles } from '../../../scripts/checks/source-files.ts';

const files = new Map(sourceFiles().map((file) => [file.path, file]));

/** Lists the modules loaded with a file of `src/`: files by path, packages by name. */
function loadedWith(path: string, seen = new Set<string>()): Set<string> {
  for (const { moduleRequest, entries } of files.get(path)?.parsed.module.staticImports ?? []) {
    if (entries.length > 0 && entries.every(({ isType }) => isType)) continue;
    const { value } = moduleRequest;
    const target = value.startsWith('.') ? posix.join(posix.dirname(path), value) : value;
    if (seen.has(target)) continue;
    seen.add(target);
    loadedWith(target, seen);
  }
  return seen;
}

test('loads no package except commander and zod for --help and --version', () => {
  const packages = [...loadedWith('cli.ts')].filter((name) => /^[^/]+$|^@/.test(name));
  expect(packages.filter((name) => !name.startsWith('node:')).toSorted()).toEqual([
    'commander',
    'zod',
  ]);
});

test.each([...files.keys()].filter((path) => /^commands\/[^/]+\.ts$/.test(path)))(
  '%s loads neither the database nor the server before its command runs',
  (path) => {
    const loaded = [...loadedWith(path)];
    const heavy = /^(?:fastify|mjml|katex|nodemailer|pg|@prisma\/.*|app\/bootstrap\.ts)$/;
    expect(loaded.filter((name) => heavy.test(name))).toEqual([]);
  },
);
