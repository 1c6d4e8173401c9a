import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import Fastify from 'fastify';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { addRequestMetrics } from '../../src/web/metrics/requests.ts';
import { makeRegistry } from '../../src/web/metrics/registry.ts';
import { freshContext } from '../support/context.ts';
import { hasPrograms, unpackedProgram } from '../support/programs.ts';

const run = promisify(execFile);

/** From Debian's package prometheus, unpacked by `.ci/run`. */
const promtool = unpackedProgram('usr/bin/promtool');

const dashboard = z.object({
  panels: z.array(
    z.object({ title: z.string(), targets: z.array(z.object({ expr: z.string() })) }),
  ),
});
const readDoc = (name: string) => readFileSync(`docs/monitoring/${name}`, 'utf8');
const expressions = () =>
  dashboard
    .parse(JSON.parse(readDoc('grafana-dashboard.json')))
    .panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));

test.skipIf(!hasPrograms(promtool))(
  'promtool accepts the alert rules and their tests',
  async () => {
    const checked = await run(promtool, ['check', 'rules', 'docs/monitoring/alerts.yml']);
    expect(checked.stdout).toContain('SUCCESS');
    const tested = await run(promtool, ['test', 'rules', 'docs/monitoring/alerts.test.yml']);
    expect(tested.stdout).toContain('SUCCESS');
  },
);

test.skipIf(!hasPrograms(promtool))(
  'promtool parses all expressions of the dashboard',
  async () => {
    const rules = expressions().map((expr, n) => ({ record: `panel:expression:${n}`, expr }));
    const folder = mkdtempSync(path.join(tmpdir(), 'daily-papers-rules-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = path.join(folder, 'dashboard.yml');
    // JSON is valid YAML.
    writeFileSync(file, JSON.stringify({ groups: [{ name: 'dashboard', rules }] }));
    const { stdout } = await run(promtool, ['check', 'rules', file]);
    expect(stdout).toContain('SUCCESS');
  },
);

test('all metrics of the dashboard, the alerts and their page are exported', async () => {
  const { ctx } = await freshContext();
  const registry = makeRegistry(ctx);
  addRequestMetrics(Fastify(), registry);
  const exported = new Set(
    (await registry.getMetricsAsJSON()).flatMap(({ name, type }) =>
      type.toString() === 'histogram'
        ? [name, ...['bucket', 'count', 'sum'].map((end) => `${name}_${end}`)]
        : [name],
    ),
  );
  const used = [...expressions(), readDoc('alerts.yml')].flatMap(
    (text) => text.match(/\bdaily_papers_\w+/g) ?? [],
  );
  const firstColumn =
    readDoc('README.md')
      .match(/^\| `[^|]*\|/gm)
      ?.join('\n') ?? '';
  const named = [...firstColumn.matchAll(/`([a-z_]{2,60})(?:\{[\w,]*\})?`/g)].map(
    ([, name = '']) => `daily_papers_${name}`,
  );
  expect(used.length).toBeGreaterThan(20);
  expect(used.filter((name) => !exported.has(name))).toEqual([]);
  expect(named.filter((name) => !exported.has(name))).toEqual([]);
});
