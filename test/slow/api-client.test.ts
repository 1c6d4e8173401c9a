import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { startApp } from '../support/app.ts';
import { freshContext } from '../support/context.ts';

const execute = promisify(execFile);

/**
 * Runs a command.
 * @throws Error with its complete output
 */
async function run(
  command: string,
  args: string[],
  options: { cwd: string; env?: NodeJS.ProcessEnv },
) {
  try {
    return await execute(command, args, { ...options, maxBuffer: 10_000_000 });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`${command} ${args.join(' ')}\n${stdout}${stderr}`, { cause: error });
  }
}

const client = fileURLToPath(new URL('../client', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));
const key = 'test-key-of-some-length';

async function served() {
  const { ctx } = await freshContext({ ADMIN_API_KEY: key });
  const app = await startApp(ctx);
  const folder = mkdtempSync(path.join(tmpdir(), 'daily-papers-client-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const description = path.join(folder, 'openapi.json');
  writeFileSync(description, (await app.inject('/api/openapi.json')).body);
  return { app, folder, description };
}

test('a client generated from openapi.json type-checks, and its calls work', async () => {
  const { app, folder, description } = await served();
  for (const name of ['package.json', 'package-lock.json', 'tsconfig.json', 'client.ts'])
    cpSync(path.join(client, name), path.join(folder, name));
  const modules = path.join(client, 'node_modules');
  if (existsSync(modules)) symlinkSync(modules, path.join(folder, 'node_modules'));
  else await run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder });
  await run('npx', ['openapi-typescript', description, '--output', 'schema.d.ts'], { cwd: folder });
  await run('npx', ['tsc'], { cwd: folder });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const { stderr } = await run('node', ['dist/client.js', url, key], { cwd: folder });
  expect(stderr).toBe('');
});

test('redocly reports no errors in openapi.json', async () => {
  const { description } = await served();
  const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };
  const { stdout } = await run('npx', ['redocly', 'lint', description, '--format', 'json'], {
    cwd: root,
    env,
  });
  expect(JSON.parse(stdout.slice(stdout.indexOf('{')))).toMatchObject({ totals: { errors: 0 } });
});
