import type { Context } from '../../context.ts';
import { isHeld, journalState } from '../../journal/hold.ts';
import { releaseHold } from '../../subscribers/journal/release-hold.ts';
import { type Replay, replayJournal } from '../../subscribers/journal/replay.ts';
import type { JsonOption } from '../options.ts';
import { withAudit } from './context.ts';
import { print } from './output.ts';

export async function replay({ json }: JsonOption): Promise<void> {
  const report = await withAudit({ action: 'journal-replayed' }, replayJournal);
  print(report, json, () => textOf(report));
  if (report.incomplete || report.unreadable > 0) process.exitCode = 1;
}

export async function confirm({ json }: JsonOption): Promise<void> {
  const released = await withAudit(
    (_ctx, isReleased: boolean) => (isReleased ? { action: 'journal-confirmed' } : undefined),
    release,
  );
  print({ released }, json, () => (released ? 'sending resumes' : 'sending was not held'));
}

/** @returns whether sending was held */
async function release(ctx: Context): Promise<boolean> {
  const state = await journalState(ctx.db);
  if (state === null || !isHeld(state)) return false;
  await releaseHold(ctx, state);
  return true;
}

function textOf({
  read,
  unsubscribed,
  erased,
  suppressed,
  unreadable,
  incomplete,
}: Replay): string {
  const done = `${read} read: ${unsubscribed} unsubscribed, ${erased} erased, ${suppressed} suppressed`;
  const lines = [
    ...(incomplete ? ['the journal begins later than this database ends'] : []),
    ...(unreadable > 0 ? [`cannot be read, made with another SECRET_KEY: ${unreadable}`] : []),
  ];
  if (lines.length === 0) return `${done}; sending resumes`;
  return [done, ...lines, 'sending is held until daily-papers journal confirm'].join('\n');
}
