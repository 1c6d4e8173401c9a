import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { folderOf, lineOf, report, sourceFiles, type SourceFile } from './source-files.ts';

/**
 * The folders of `src/` from top to bottom. A file may import from its own folder and from those
 * below it.
 */
const order = [
  'main',
  'cli',
  'commands',
  'app',
  'web',
  'admin',
  'doctor',
  'digests',
  'bounces',
  'subscribers',
  'papers',
  'og-images',
  'delivery',
  'inbox',
  'mail',
  'outbox',
  'suppressions',
  'rate-limits',
  'journal',
  'context',
  'db',
  'config',
  'lib',
  'generated',
];

export function upwardImports(file: SourceFile): string[] {
  const rank = order.indexOf(file.folder);
  if (rank === -1)
    return [`src/${file.path}: the folder ${file.folder} has no place in the import order`];
  return importsOf(file)
    .filter(({ target }) => order.indexOf(folderOf(target)) < rank)
    .map(({ target, offset }) => `src/${file.path}:${lineOf(file.text, offset)} imports ${target}`);
}

type Import = { target: string; offset: number };

/** Returns the relative imports of a file, as paths below `src/`. */
function importsOf({ path, text, parsed }: SourceFile): Import[] {
  const { staticImports, staticExports, dynamicImports } = parsed.module;
  const requests = [
    ...staticImports.map(({ moduleRequest }) => moduleRequest),
    ...staticExports.flatMap(({ entries }) =>
      entries.flatMap(({ moduleRequest }) => moduleRequest ?? []),
    ),
    ...dynamicImports.map(({ moduleRequest: { start, end } }) => ({
      value: text.slice(start + 1, end - 1),
      start,
    })),
  ];
  return requests
    .filter(({ value }) => value.startsWith('.'))
    .map(({ value, start }) => ({ target: posix.join(posix.dirname(path), value), offset: start }));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const files = sourceFiles();
  report(files.flatMap(upwardImports), `upward imports in ${files.length} files`);
}
