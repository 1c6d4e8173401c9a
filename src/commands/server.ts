import type { Command } from 'commander';
import { withBar } from './progress-bar.ts';
import { environment, readConfig } from '../config/config.ts';
import { examine } from '../doctor/doctor.ts';
import { report, worst } from '../doctor/report.ts';
import { runServer } from '../app/server.ts';
import { start } from '../app/bootstrap.ts';
import { json, print } from './command-line.ts';

/** The server, its database, and what is wrong with either. */
export function addServer(program: Command): void {
  program
    .command('serve')
    .description('start the server: web, scheduler and sender, as ROLES says')
    .action(() => runServer(environment()));

  program
    .command('migrate')
    .description('bring the database up to date (the server does so by itself)')
    .addOption(json())
    .action(async (options: { json?: boolean }) => {
      const config = readConfig({ LOG_LEVEL: 'warn', ...environment() });
      const { applied, close } = await start(config);
      await close();
      print({ applied }, options.json, () => (applied.length === 0 ? 'up to date' : `applied ${applied.join(', ')}`));
    });

  program
    .command('doctor')
    .description(
      'look for what is wrong before a reader does: settings, database, relay, DNS, sources; changes nothing',
    )
    .addHelpText(
      'after',
      '\nExit code: 1 where something is wrong (fail), else 0, also with something to look at (warn).',
    )
    .addOption(json())
    .action(async (options: { json?: boolean }) => {
      const checks = await withBar('Looking', examine);
      const state = worst(checks);
      print({ state, checks }, options.json, () => report(checks));
      if (state === 'fail') process.exitCode = 1;
    });
}
