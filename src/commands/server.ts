import type { Command } from 'commander';
import { json, withExamples } from './options.ts';

const actions = () => import('./actions/server.ts');

export function addServe(command: Command): void {
  withExamples(command, 'serve').action(async () => (await actions()).serve());
}

export function addMigrate(command: Command): void {
  withExamples(command, 'migrate')
    .addOption(json())
    .action(async (options) => (await actions()).migrate(options));
}

export function addDoctor(command: Command): void {
  withExamples(command, 'doctor', 'doctor --json | jq \'.checks[] | select(.state == "fail")\'')
    .addHelpText('after', '\nExit code: 1 if a check fails, otherwise 0, even with warnings.')
    .addOption(json())
    .action(async (options) => (await actions()).doctor(options));
}
