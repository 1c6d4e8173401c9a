import { expect, test } from 'vitest';
import { faults } from '../../scripts/chaos/faults.ts';
import { inWorld } from '../../scripts/chaos/world.ts';

/** The faults are split over three files, so that three of them run concurrently. */
const files = 3;

/**
 * The short version of `npm run chaos`: the relay's log is authoritative, and the database must
 * agree with it.
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
