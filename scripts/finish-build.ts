import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import cssnano from 'cssnano';
import postcss from 'postcss';

/**
 * Makes `dist/` independent of `@prisma/client`. That package is 73 MB, most of it query compilers
 * for other databases; of its runtime only these files are used. It also lists the `prisma` CLI and
 * TypeScript as optional peers, which `npm ci --omit=dev` would install (250 MB).
 */
const client = 'node_modules/@prisma/client';
const generated = 'dist/generated/prisma';
const runtime = [
  'client.mjs',
  'query_compiler_fast_bg.postgresql.mjs',
  'query_compiler_fast_bg.postgresql.wasm-base64.mjs',
];

mkdirSync(join(generated, 'runtime'), { recursive: true });
for (const file of runtime) cpSync(join(client, 'runtime', file), join(generated, 'runtime', file));
cpSync(join(client, 'LICENSE'), join(generated, 'runtime/LICENSE'));

for (const entry of readdirSync(generated, { recursive: true, encoding: 'utf8' })) {
  if (!entry.endsWith('.js')) continue;
  const file = join(generated, entry);
  const to = entry.includes('/') || entry.includes('\\') ? '../runtime' : './runtime';
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replaceAll(
      /(["'])@prisma\/client\/runtime\/([\w.-]+)\1/g,
      toRuntime(to),
    ),
  );
}

/** The generated code imports `client` without an extension. */
function toRuntime(to: string) {
  return (_all: string, quote: string, name: string) =>
    `${quote}${to}/${name.endsWith('.mjs') ? name : `${name}.mjs`}${quote}`;
}

// Minify the style sheets at build time. cssnano takes 75 MB of memory, too much for a web process.
mkdirSync('dist/assets');
for (const name of ['style.css', 'admin.css']) {
  const source = readFileSync(join('templates/web', name), 'utf8');
  const { css } = await postcss([cssnano()]).process(source, { from: undefined });
  writeFileSync(join('dist/assets', name), css);
}

chmodSync('dist/cli.js', 0o755);
