import { Command } from 'commander';
import { expect, test } from 'vitest';
import { addBounces } from '../../../src/commands/bounces.ts';
import { addDigests } from '../../../src/commands/digests.ts';
import { addAdmin } from '../../../src/commands/admin.ts';
import { addApiKeys } from '../../../src/commands/api-keys.ts';
import { addPapers } from '../../../src/commands/papers.ts';
import { addServer } from '../../../src/commands/server.ts';
import { addSubscribers } from '../../../src/commands/subscribers.ts';

const program = new Command('daily-papers');
for (const add of [
  addServer,
  addPapers,
  addDigests,
  addSubscribers,
  addBounces,
  addAdmin,
  addApiKeys,
])
  add(program);

function withPath(command: Command, path: string[] = []): [path: string, command: Command][] {
  return command.commands.flatMap((one) => {
    const own = [...path, one.name()];
    return [[own.join(' '), one] as [string, Command], ...withPath(one, own)];
  });
}

test.each(withPath(program))('the help of %s has an example that names it', (path, command) => {
  let help = '';
  command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
  expect(help).toMatch(/^Examples?:$/m);
  expect(help).toContain(`$ daily-papers ${path}`);
});
