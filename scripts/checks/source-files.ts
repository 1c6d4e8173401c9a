import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { parseSync, type ParseResult } from 'oxc-parser';

export type SourceFile = {
  /** Relative to the folder, with slashes. */
  path: string;
  /** The first segment of the path; `context.ts`, `cli.ts` and `main.ts` are their own folders. */
  folder: string;
  text: string;
  parsed: ParseResult;
};

export function folderOf(path: string): string {
  return (path.split('/')[0] ?? path).replace(/\.ts$/, '');
}

export function parseSource(path: string, text: string): SourceFile {
  return { path, folder: folderOf(path), text, parsed: parseSync(path, text) };
}

/** Returns all TypeScript files of a folder except generated ones. */
export function sourceFiles(root = 'src'): SourceFile[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.m?ts$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => folderOf(path) !== 'generated')
    .toSorted()
    .map((path) => parseSource(path, readFileSync(join(root, path), 'utf8')));
}

/** Prints the places that a check found. If there are any, the check fails. */
export function report(places: string[], summary: string): void {
  for (const place of places) console.error(place);
  console.log(`${places.length} ${summary}`);
  if (places.length > 0) process.exitCode = 1;
}

export function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
