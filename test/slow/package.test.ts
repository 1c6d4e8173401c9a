import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import getPort from 'get-port';
import { expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';

const packed = z.tuple([
  z.object({
    filename: z.string(),
    files: z.array(z.object({ path: z.string() })),
    unpackedSize: z.number(),
  }),
]);

test('the packed tarball runs from an empty folder', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'daily-papers-package-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  execFileSync('npm', ['run', '-s', 'notices']);
  // Pack the build that the other tests run: a new build would delete it while they use it.
  const [{ filename, files }] = packed.parse(
    JSON.parse(
      execFileSync('npm', [
        'pack',
        '--ignore-scripts',
        '--json',
        '--pack-destination',
        folder,
      ]).toString(),
    ),
  );
  const paths = files.map((file) => file.path);
  expect(paths).toEqual(
    expect.arrayContaining([
      '.env.example',
      'LICENSE',
      'README.md',
      'THIRD-PARTY-NOTICES.txt',
      'dist/cli.js',
      'prisma/migrations/migration_lock.toml',
      'prisma/schema.prisma',
    ]),
  );
  expect(
    paths.filter((name) => /^(?:src|test|scripts|docs|\.ci)\/|\.map$|\.test\./.test(name)),
  ).toEqual([]);

  const home = path.join(folder, 'home');
  mkdirSync(home);
  const options = { cwd: home, stdio: 'pipe' } as const;
  execFileSync(
    'npm',
    ['install', '--no-save', '--prefer-offline', '--no-progress', path.join(folder, filename)],
    options,
  );
  const port = String(await getPort());
  const { PATH = '', HOME = '/tmp' } = process.env;
  const server = spawn('npx', ['--no-install', 'daily-papers', 'serve'], {
    cwd: home,
    env: { PATH, HOME, PORT: port, LOG_LEVEL: 'error' },
    detached: true,
    stdio: 'ignore',
  });
  const ended = new Promise((resolve) => server.once('close', resolve));
  onTestFinished(async () => {
    if (server.pid !== undefined && server.exitCode === null) process.kill(-server.pid, 'SIGTERM');
    await ended;
  });
  await vi.waitFor(
    async () => {
      const page = await fetch(`http://127.0.0.1:${port}/`, { headers: { accept: 'text/html' } });
      expect(await page.text()).toContain('Daily Papers');
    },
    { timeout: 90_000, interval: 200 },
  );
}, 480_000);
