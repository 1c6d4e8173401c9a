import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
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

const documents = ['.', 'docs', 'src'].flatMap((root) =>
  readdirSync(root, { recursive: root !== '.', encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(root, name)),
);
const scripts = Object.keys(JSON.parse(readFileSync('package.json', 'utf8')).scripts);

test.each(documents)('all commands that %s names exist', (name) => {
  const code =
    readFileSync(name, 'utf8')
      .match(/```.*?```|`[^`]+`/gs)
      ?.join('\n') ?? '';
  const named = [...code.matchAll(/\bdaily-papers ([a-z][a-z-]*)(?: ([a-z][a-z-]*))?/g)];
  const known = withPath(program);
  const unknown = named.filter(([, noun = '', verb = '']) => {
    const command = known.find(([path]) => path === noun)?.[1];
    const isGroup = (command?.commands.length ?? 0) > 0;
    return (
      command === undefined || (isGroup && !known.some(([path]) => path === `${noun} ${verb}`))
    );
  });
  expect(unknown.map(([text]) => text)).toEqual([]);
  const runs = [...code.matchAll(/npm run (?:-s )?([a-z][a-z:0-9-]*)/g)].map(([, run]) => run);
  const exists = (run = '') =>
    scripts.some((script) => (run.endsWith(':') ? script.startsWith(run) : script === run));
  expect(runs.filter((run) => !exists(run))).toEqual([]);
});
