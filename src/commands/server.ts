import type { Command } from 'commander';
import { withBar } from './progress-bar.ts';
import { readConfig } from '../config/config.ts';
import { environment } from '../config/environment.ts';
import { examine } from '../doctor/doctor.ts';
import { report, worst } from '../doctor/report.ts';
import { runServer } from '../app/server.ts';
import { start } from '../app/bootstrap.ts';
import { json, print, withExamples } from './command-line.ts';

/** `serve`, `migrate` and `doctor`. */
export function addServer(program: Command): void {
  withExamples(program.command('serve'), 'serve')
    .description('start the server with the roles of ROLES: web, scheduler, sender')
    .action(() => runServer(environment()));

  withExamples(program.command('migrate'), 'migrate')
    .description('apply pending database migrations (the server also does this when it starts)')
    .addOption(json())
    .action(async (options: { json?: boolean }) => {
      const config = readConfig({ LOG_LEVEL: 'warn', ...environment() });
      const { applied, close } = await start(config);
      await close();
      print({ applied }, options.json, () =>
        applied.length === 0 ? 'up to date' : `applied ${applied.join(', ')}`,
      );
    });

  withExamples(
    program.command('doctor'),
    'doctor',
    'doctor --json | jq \'.checks[] | select(.state == "fail")\'',
  )
    .description('check settings, database, SMTP server, DNS and paper sources; changes nothing')
    .addHelpText('after', '\nExit code: 1 if a check fails, otherwise 0, also with warnings.')
    .addOption(json())
    .action(async (options: { json?: boolean }) => {
      const checks = await withBar('Checking', examine);
      const state = worst(checks);
      print({ state, checks }, options.json, () => report(checks));
      if (state === 'fail') process.exitCode = 1;
    });
}
