import { expect, test } from 'vitest';
import { faults } from '../../scripts/chaos/faults.ts';
import { inWorld } from '../../scripts/chaos/world.ts';

// The short version of `npm run chaos`: what the relay's ledger says is the truth, the database is
// only asked whether it agrees.

for (const [name, fault] of Object.entries(faults)) {
  test(`${name}: nobody is lost, mailed too often or after leaving`, async () => {
    const { duplicated, bound, ...verdict } = await inWorld(
      { readers: 800, seed: 1, away: 5 },
      fault,
    );
    expect(verdict).toEqual({ lost: 0, leaked: 0, disagreement: 0 });
    expect(duplicated).toBeLessThanOrEqual(bound);
  });
}
