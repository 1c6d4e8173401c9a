#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';
import { Command, type CommanderError } from 'commander';
import { exitWithError } from './app/exit-with-error.ts';
import { ignoreClosedPipe } from './commands/closed-pipe.ts';
import { addCommands } from './commands/registry.ts';
import { version } from './config/version.ts';

// Same value as in `npm start`. An import takes 100 MB less memory and 10 % more CPU time.
setFlagsFromString('--heap-growing-percent=30');

process.stdout.on('error', ignoreClosedPipe);

const program = new Command('daily-papers')
  .description('Trending research papers, by email, every day.')
  .version(version)
  .exitOverride(exitWith)
  .configureOutput({
    outputError: (text, write) => write(`${text.trimEnd()} (add --help for the options)\n`),
  })
  .configureHelp({ showGlobalOptions: true })
  .addHelpText(
    'after',
    `
Settings are read from the environment and from .env in the current folder; .env.example lists all of them.
Each command opens the database itself, whether or not the server is running.
Exit codes: 0 success, 1 failure, 2 invalid arguments or settings.

Examples:
  $ daily-papers serve
  $ daily-papers help digest`,
  );

addCommands(program, process.argv.slice(2))
  .then(() => program.parseAsync())
  .catch(exitWithError);

/** Commander exits with 1 for a usage error. Here, 1 is a failure and 2 is a usage error. */
function exitWith({ exitCode }: CommanderError): never {
  process.exit(exitCode === 0 ? 0 : 2);
}
