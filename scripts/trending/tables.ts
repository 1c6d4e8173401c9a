import type { Listing } from './history.ts';
import {
  chance,
  everShown,
  type Order,
  recallOfWindow,
  recallOnDay,
  recency,
  type Target,
  upvotes,
} from './replay.ts';

/**
 * A measurement of several rankings: one number per day, for the same days in each row. The first
 * row is our ranking.
 */
export interface Table {
  title: string;
  rows: { name: string; days: number[] }[];
}

type Measured = { recall: number }[];

const targets: Target[] = ['next', 'final'];
const names: Record<Target, string> = { next: 'the next midnight', final: 'the final upvotes' };

/** All tables that docs/relevance.md has figures from. */
export function tables(listings: Listing[], formula: Order): Table[] {
  const byVotes = { trending: formula, upvotes, recency };
  const byContent = { content: formula, recency, chance };
  return [
    ...targets.flatMap((target) =>
      [10, 3].map((size) =>
        table(`Recall@${size} of one day at 08:00, by ${names[target]}`, byVotes, (order) =>
          recallOnDay(listings, order, { target, size }),
        ),
      ),
    ),
    ...targets.flatMap((target) =>
      [10, 3].map((size) =>
        table(
          `All upvotes hidden: recall@${size} of one day, by ${names[target]}`,
          byContent,
          (order) => recallOnDay(listings, order, { target, size, hide: () => true }),
        ),
      ),
    ),
    table(
      'Upvotes of every second paper hidden: recall@10 of one day, by the next midnight',
      byVotes,
      (order) =>
        recallOnDay(listings, order, { target: 'next', size: 10, hide: ({ id }) => id % 2 === 0 }),
    ),
    table('Final top ten of three days in one issue', byVotes, (order) =>
      recallOfWindow(listings, order, { days: 3, weekly: false }),
    ),
    table('Final top ten of the seven days before a Monday', byVotes, (order) =>
      recallOfWindow(listings, order, { days: 7, weekly: true }),
    ),
    ...[1, 3].flatMap((days) =>
      [true, false].map((everyDay) =>
        table(
          `Final top ten of a day ever shown: window of ${days}, a digest on ${everyDay ? 'every day' : 'days with new papers'}`,
          byVotes,
          (order) => everShown(listings, order, { days, everyDay }),
        ),
      ),
    ),
  ];
}

function table(
  title: string,
  orders: Record<string, Order>,
  measure: (order: Order) => Measured,
): Table {
  const rows = Object.entries(orders).map(([name, order]) => ({
    name,
    days: measure(order).map(({ recall }) => recall),
  }));
  return { title, rows };
}
