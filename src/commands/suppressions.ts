import { type Command, InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';
import { parseAddress } from '../subscribers/address.ts';
import { subscriberFormat } from '../subscribers/import-export/read-list.ts';
import { suppressionReason } from '../subscribers/suppressions/suppression-input.ts';
import { json, takes, takesId, withExamples } from './options.ts';

const actions = () => import('./actions/suppressions.ts');

const limit = z.int('a number').min(1, 'at least 1').max(1_000_000, 'at most 1,000,000');

/** `suppressions list`, `add`, `lift`, `import` and `export`. */
export function addSuppressions(suppressions: Command): void {
  withExamples(suppressions, 'suppressions import bounced.csv');
  addList(suppressions);
  addAdd(suppressions);
  addLift(suppressions);
  addImport(suppressions);
  addExport(suppressions);
}

function addList(suppressions: Command): void {
  withExamples(suppressions.command('list'), 'suppressions list', 'suppressions list --json')
    .description('list the suppressions, newest first; an erased address is shown as (erased)')
    .option('--limit <number>', 'maximum number of suppressions', takes(limit, Number), 100)
    .addOption(json())
    .action(async (options) => (await actions()).list(options));
}

function addAdd(suppressions: Command): void {
  withExamples(suppressions.command('add'), 'suppressions add ada@example.org')
    .argument('<address>', 'address to suppress', takesAddress)
    .description('suppress an address: it is never emailed, and its subscription ends')
    .option('--reason <reason>', 'reason', takes(suppressionReason), 'blocked')
    .addOption(json())
    .action(async (emailKey, options) => (await actions()).add(emailKey, options));
}

/** Parses an address into the form in which it is stored: entirely in lower case. */
function takesAddress(text: string): string {
  const parsed = parseAddress(text);
  if (parsed.ok) return parsed.key;
  throw new InvalidArgumentError(parsed.reason);
}

function addLift(suppressions: Command): void {
  withExamples(suppressions.command('lift'), 'suppressions lift 3')
    .argument(
      '<id>',
      'number of the suppression, as `suppressions list` prints it',
      takesId('suppression'),
    )
    .description('lift a suppression: the address may be mailed again')
    .action(async (id) => (await actions()).lift(id));
}

function addImport(suppressions: Command): void {
  withExamples(
    suppressions.command('import <file>'),
    'suppressions import suppressions.csv',
    'suppressions import complaints.csv --reason complained',
  )
    .description(
      'suppress the addresses of a file (- is standard input); importing it again changes nothing',
    )
    .addHelpText(
      'after',
      `
A CSV file has the column email, and optionally reason (bounced, complained or blocked) and evidence; a list of
addresses needs no header. Invalid rows are reported by line number, the others are imported.
Exit code: 1 if all rows are invalid.`,
    )
    .addOption(
      new Option('--format <format>', 'format of the file').choices(subscriberFormat.options),
    )
    .option('--reason <reason>', 'reason for rows without one', takes(suppressionReason), 'bounced')
    .addOption(json())
    .action(async (file, options) => (await actions()).importFile(file, options));
}

function addExport(suppressions: Command): void {
  withExamples(suppressions.command('export'), 'suppressions export > suppressions.csv')
    .description(
      'print all suppressions as CSV, in the format that import reads, without erased addresses',
    )
    .addOption(json())
    .action(async (options) => (await actions()).exportAll(options));
}
