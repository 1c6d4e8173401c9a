import type { Command } from 'commander';
import { endHold, isHeld, journalState } from '../journal/hold.ts';
import { type Replay, replayJournal } from '../subscribers/journal/replay.ts';
import { json, print, withContext, withExamples } from './command-line.ts';

/** `journal replay` and `confirm`. */
export function addJournal(program: Command): void {
  const journal = withExamples(program.command('journal'), 'journal replay').description(
    'after a backup was restored: end the subscriptions of those who left since',
  );

  withExamples(journal.command('replay'), 'journal replay')
    .description(
      'apply the unsubscribes, erasures and suppressions that the database does not have; then sending goes on',
    )
    .addHelpText(
      'after',
      `
The journal is the folder of JOURNAL_URL, or DATA_DIR/journal. A subscription that was confirmed after
an entry stays. Exit code: 1 if the journal is incomplete; sending is then held until journal confirm.`,
    )
    .addOption(json())
    .action(async (options: { json?: boolean }) => {
      const report = await withContext(replayJournal);
      print(report, options.json, () => textOf(report));
      if (report.incomplete || report.unreadable > 0) process.exitCode = 1;
    });

  withExamples(journal.command('confirm'), 'journal confirm')
    .description('go on sending without the entries that the database does not have')
    .addOption(json())
    .action(async (options: { json?: boolean }) => {
      const released = await withContext(async (ctx) => {
        const state = await journalState(ctx.db);
        if (state === null || !isHeld(state)) return false;
        await endHold(ctx, state);
        return true;
      });
      print({ released }, options.json, () =>
        released ? 'sending goes on' : 'sending was not held',
      );
    });
}

function textOf({
  read,
  unsubscribed,
  erased,
  suppressed,
  unreadable,
  incomplete,
}: Replay): string {
  const done = `${read} entries: ${unsubscribed} unsubscribed, ${erased} erased, ${suppressed} suppressed`;
  const lines = [
    ...(incomplete ? ['the journal begins later than this database ends'] : []),
    ...(unreadable > 0 ? [`${unreadable} entries were made with another SECRET_KEY`] : []),
  ];
  if (lines.length === 0) return `${done}; sending goes on`;
  return [done, ...lines, 'sending is held until daily-papers journal confirm'].join('\n');
}
