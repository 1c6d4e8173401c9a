import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

// Writes THIRD-PARTY-NOTICES.txt: all packages of a production installation, with their licenses.
const lock = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      license: z.string().optional(),
      dev: z.boolean().optional(),
      devOptional: z.boolean().optional(),
    }),
  ),
});

interface Notice {
  name: string;
  license: string;
  /** The license files of the package; empty if it has none or is for another platform. */
  text: string;
}

/** `@prisma/client` is a development dependency; a part of it is copied into `dist/`. */
const copied = 'node_modules/@prisma/client';

function notices(): Notice[] {
  const { packages } = lock.parse(JSON.parse(readFileSync('package-lock.json', 'utf8')));
  return Object.entries(packages)
    .filter(
      ([path, { dev, devOptional }]) =>
        path === copied || (path !== '' && !(dev ?? false) && !(devOptional ?? false)),
    )
    .map(([path, { version = '', license = 'unknown' }]) => ({
      name: `${path.replace(/^.*node_modules\//, '')} ${version}`,
      license,
      text: licenseText(path),
    }))
    .toSorted((a, b) => a.name.localeCompare(b.name));
}

function licenseText(path: string): string {
  if (!existsSync(path)) return '';
  const files = readdirSync(path, { withFileTypes: true }).filter(
    (entry) => entry.isFile() && /^(?:licen[cs]e|copying|notice)/i.test(entry.name),
  );
  return files.map(({ name }) => readFileSync(join(path, name), 'utf8').trim()).join('\n\n');
}

/** Packages with the same license text are listed together above it. */
function noticeText(all: Notice[]): string {
  const list = all.map(({ name, license }) => `${name}: ${license}`);
  const byText = new Map<string, string[]>();
  for (const { name, text } of all)
    if (text !== '') byText.set(text, [...(byText.get(text) ?? []), name]);
  const texts = [...byText].map(([text, names]) => `${names.join('\n')}\n\n${text}`);
  const line = `\n\n${'-'.repeat(80)}\n\n`;
  return `${['Daily Papers uses these packages.', list.join('\n'), ...texts].join(line)}\n`;
}

writeFileSync('THIRD-PARTY-NOTICES.txt', noticeText(notices()));
