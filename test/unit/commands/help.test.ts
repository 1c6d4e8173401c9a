import { Command } from 'commander';
import { expect, test } from 'vitest';
import { addCommands, commands } from '../../../src/commands/registry.ts';

const program = new Command('daily-papers');
await addCommands(
  program,
  commands.map(({ name }) => name),
);

function withPath(command: Command, path: string[] = []): [path: string, command: Command][] {
  return command.commands.flatMap((one) => {
    const own = [...path, one.name()];
    return [[own.join(' '), one] as [string, Command], ...withPath(one, own)];
  });
}

test.each(withPath(program))('shows an example in the help of %s', (path, command) => {
  let help = '';
  command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
  expect(help).toMatch(/^Examples?:$/m);
  expect(help).toContain(`$ daily-papers ${path}`);
});
