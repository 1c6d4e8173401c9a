import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync, Visitor } from 'oxc-parser';
import { lineOf, report, sourceFiles } from './source-files.ts';

/** Words that the glossary replaces with standard terms. A name must not contain them. */
const avoided = new Set(
  `anew beat beats card cards crew deed deeds doing doings doubt doubted doubtful excuse gate heart
  judge judged kept lane lanes ledger mend mended mending mends moment moments most outcome outcomes pace patience
  settle settled shelf stock studio tell tells told typeface wish wishes`.split(/\s+/),
);

/** Names of other libraries and of the language, which we cannot change. */
const foreign = new Set(['allSettled']);

/** Returns the avoided words in a name: `keptRows`, `KEPT_ROWS` and `kept-rows` contain one. */
export function avoidedIn(name: string): string[] {
  if (foreign.has(name)) return [];
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/);
  return words.filter((word) => avoided.has(word));
}

/** Returns `path:line: name` for each identifier and file name with an avoided word. */
export function avoidedNames(path: string, text: string): string[] {
  const found = new Map<string, number>();
  const add = (name: string, offset: number) => {
    if (!found.has(name) && avoidedIn(name).length > 0) found.set(name, lineOf(text, offset));
  };
  new Visitor({
    Identifier: ({ name, start }) => add(name, start),
    Literal: ({ value, start }) => {
      // Log events, reason codes and keys. A sentence contains spaces.
      if (typeof value === 'string' && /^[a-z]+(?:[-.][a-z]+)+$/.test(value)) add(value, start);
    },
  }).visit(parseSync(path, text).program);
  return [
    ...avoidedIn(path).map((word) => `${path}: the file name has ${word}`),
    ...[...found].map(([name, line]) => `${path}:${line}: ${name}`),
  ];
}

/** Returns `path:line: name` for each name with an avoided word in SQL, without its comments. */
export function avoidedSqlNames(path: string, text: string): string[] {
  return text.split('\n').flatMap((line, index) => {
    const names = line.replace(/--.*/, '').match(/\w+/g) ?? [];
    return names
      .filter((name) => avoidedIn(name).length > 0)
      .map((name) => `${path}:${index + 1}: ${name}`);
  });
}

function sqlFiles(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.sql'))
    .map((name) => join(root, name));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const files = ['src', 'test', 'scripts'].flatMap((root) =>
    sourceFiles(root).map(({ path, text }) => ({ path: `${root}/${path}`, text })),
  );
  const found = [
    ...files.flatMap(({ path, text }) => avoidedNames(path, text)),
    ...sqlFiles('prisma').flatMap((path) => avoidedSqlNames(path, readFileSync(path, 'utf8'))),
  ];
  report(found, `names with words that the glossary avoids, in ${files.length} files`);
}
