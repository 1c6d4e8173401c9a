import type { Command } from 'commander';
import { json, withExamples } from './options.ts';

const actions = () => import('./actions/journal.ts');

/** `journal replay` and `confirm`. */
export function addJournal(journal: Command): void {
  withExamples(journal, 'journal replay');
  addReplay(journal);
  addConfirm(journal);
}

function addReplay(journal: Command): void {
  withExamples(journal.command('replay'), 'journal replay')
    .description(
      'apply the unsubscribes, erasures and suppressions that are missing from the database, then resume sending',
    )
    .addHelpText(
      'after',
      `
The journal is the folder of JOURNAL_URL, or DATA_DIR/journal. A subscription that was confirmed after
an entry stays. Exit code: 1 if the journal is incomplete; sending is then held until journal confirm.`,
    )
    .addOption(json())
    .action(async (options) => (await actions()).replay(options));
}

function addConfirm(journal: Command): void {
  withExamples(journal.command('confirm'), 'journal confirm')
    .description('resume sending without the entries that are missing from the database')
    .addOption(json())
    .action(async (options) => (await actions()).confirm(options));
}
