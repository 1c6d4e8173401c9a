import { type Command, InvalidArgumentError, Option } from 'commander';
import type { z } from 'zod';
import { DigestKind } from '../generated/prisma/enums.ts';
import { day } from '../lib/dates.ts';
import { idParam } from '../lib/pagination.ts';

/** Adds example commands, written without the program's name, to the help of a command. */
export function withExamples(command: Command, ...examples: string[]): Command {
  const lines = examples.map((example) => `  $ daily-papers ${example}`);
  return command.addHelpText(
    'after',
    `\n${lines.length === 1 ? 'Example' : 'Examples'}:\n${lines.join('\n')}`,
  );
}

/** Validates an option with the API's schema for it. */
export function takes<T extends z.ZodType>(
  schema: T,
  read: (text: string) => unknown = (text) => text,
) {
  return (text: string): z.output<T> => {
    const parsed = schema.safeParse(read(text));
    if (parsed.success) return parsed.data;
    throw new InvalidArgumentError(
      `Expected ${parsed.error.issues[0]?.message ?? 'a different value'}.`,
    );
  };
}

/** Parses the id of a row, as shown in lists. */
export function takesId(what: string) {
  return (text: string): number => {
    const { success, data } = idParam.safeParse({ id: text });
    if (!success) throw new InvalidArgumentError(`Expected the number of a ${what}.`);
    return data.id;
  };
}

export const commaSeparated = (text: string) => text.split(',').map((part) => part.trim());
export const numbers = (text: string) => commaSeparated(text).map((part) => Number(part || NaN));

export const json = () => new Option('--json', 'print the data as JSON');
export const date = (meaning: string) =>
  new Option('--date <YYYY-MM-DD>', meaning).argParser(takes(day));
export const kind = () =>
  new Option('--kind <kind>', 'which digest; a weekly one is dated its Monday')
    .choices(Object.values(DigestKind))
    .default('daily');

/** The option of all commands that print data. */
export interface JsonOption {
  json?: boolean;
}
