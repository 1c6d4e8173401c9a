import { start } from '../../app/bootstrap.ts';
import { runServer } from '../../app/server.ts';
import { readConfig } from '../../config/config.ts';
import { environment } from '../../config/environment.ts';
import { examine } from '../../doctor/doctor.ts';
import { report, worst } from '../../doctor/report.ts';
import type { JsonOption } from '../options.ts';
import { print } from './output.ts';
import { withBar } from './progress-bar.ts';

export function serve(): Promise<void> {
  return runServer(environment());
}

export async function migrate({ json }: JsonOption): Promise<void> {
  const config = readConfig({ LOG_LEVEL: 'warn', ...environment() });
  const { applied, close } = await start(config);
  await close();
  print({ applied }, json, () =>
    applied.length === 0 ? 'up to date' : `applied ${applied.join(', ')}`,
  );
}

export async function doctor({ json }: JsonOption): Promise<void> {
  const checks = await withBar('Checking', examine);
  const state = worst(checks);
  print({ state, checks }, json, () => report(checks));
  if (state === 'fail') process.exitCode = 1;
}
