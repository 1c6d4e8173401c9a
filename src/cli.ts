#!/usr/bin/env node
import { Command } from 'commander';
import { addBounces } from './commands/bounces.ts';
import { unlessSeenEnough } from './commands/command-line.ts';
import { addDigests } from './commands/digests.ts';
import { addOperators } from './commands/operators.ts';
import { addPapers } from './commands/papers.ts';
import { addServer } from './commands/server.ts';
import { addSubscribers } from './commands/subscribers.ts';
import { failed } from './app/server.ts';

process.stdout.on('error', unlessSeenEnough);

const program = new Command('daily-papers')
  .description('Trending research papers, by mail, every day.')
  .version('0.1.0')
  .configureOutput({ outputError: (text, write) => write(`${text.trimEnd()} (add --help for the options)\n`) })
  .configureHelp({ showGlobalOptions: true })
  .addHelpText(
    'after',
    `
Settings come from the environment and from .env in this folder; .env.example has all of them.
The server may run meanwhile, or not: each command opens the database by itself.
It ends with code 0, or 1 where it could not do what it should, or 2 where a setting is wrong.`,
  );

for (const add of [addServer, addPapers, addDigests, addSubscribers, addBounces, addOperators]) add(program);

program.parseAsync().catch(failed);
