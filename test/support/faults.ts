import { expect, test } from 'vitest';
import { faults } from '../../scripts/chaos/faults.ts';
import { inWorld } from '../../scripts/chaos/world.ts';

/** Three files share the faults, so that three of them run at a time. */
const files = 3;

/**
 * The short version of `npm run chaos`: the log of the relay is the truth, the database is only
 * asked whether it agrees.
 * @param file which third of the faults, from 0
 */
export function testFaults(file: number): void {
  const some = Object.entries(faults).filter((_fault, index) => index % files === file);
  test.each(some)('%s: nobody is lost, mailed too often or after leaving', async (_name, fault) => {
    const options = { readers: 800, seed: 1, away: 5 };
    const { duplicated, bound, ...verdict } = await inWorld(options, fault);
    expect(verdict).toEqual({ lost: 0, leaked: 0, disagreement: 0 });
    expect(duplicated).toBeLessThanOrEqual(bound);
  });
}
