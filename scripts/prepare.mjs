// Runs after npm installs in a checkout and before it packs a package. It generates the Prisma
// client and builds. `npm ci --omit=dev` installs no compiler, so in that case the build runs in a
// temporary copy with its own complete installation, and files that only development needs are
// removed.
import { execSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isPruned, pruneModules } from './prune-modules.mjs';

const inputs = [
  '.npmrc',
  'package.json',
  'package-lock.json',
  'prisma',
  'prisma.config.ts',
  'scripts/finish-build.ts',
  'scripts/prepare.mjs',
  'scripts/prune-modules.mjs',
  'src',
  'templates/web/admin.css',
  'templates/web/style.css',
  'tsconfig.build.json',
  'tsconfig.json',
];
const compilers = ['prisma', 'tsx', 'typescript'];

if (compilers.every((name) => existsSync(`node_modules/${name}`))) {
  if (isPruned()) {
    console.error('node_modules lacks files that development needs. Run: npm ci');
    process.exit(1);
  }
  run('npx --no-install prisma generate');
  run('npm run build');
} else {
  if (!existsSync('dist/main.js') || newest(inputs) > newest(['dist/main.js'])) buildElsewhere();
  pruneModules();
}

/** @param {string[]} paths */
function newest(paths) {
  const files = paths.flatMap((path) =>
    statSync(path).isDirectory()
      ? readdirSync(path, { recursive: true, encoding: 'utf8' }).map((name) => join(path, name))
      : path,
  );
  return Math.max(
    ...files.filter((file) => !file.includes('generated')).map((file) => statSync(file).mtimeMs),
  );
}

function buildElsewhere() {
  console.log(
    'Without development dependencies: building in a temporary folder, which takes a minute.',
  );
  const folder = mkdtempSync(join(tmpdir(), 'daily-papers-build-'));
  try {
    for (const path of inputs)
      cpSync(path, join(folder, path), { recursive: true, preserveTimestamps: true });
    run('npm ci --include=dev --no-progress', folder);
    rmSync('dist', { recursive: true, force: true });
    cpSync(join(folder, 'dist'), 'dist', { recursive: true });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} command
 * @param {string} cwd
 */
function run(command, cwd = '.') {
  try {
    execSync(command, { cwd, stdio: 'inherit' });
  } catch {
    console.error(`Failed: ${command}`);
    process.exit(1);
  }
}
