import { expect, test } from 'vitest';
import { loadKeyring } from '../../../src/db/keyring.ts';
import { freshDatabase } from '../../support/database.ts';

test('the first start generates a key, the second one uses it', async () => {
  const { db } = await freshDatabase();
  const first = await loadKeyring(db);
  const second = await loadKeyring(db);
  expect(second.verify('unsubscribe', '7', first.mac('unsubscribe', '7'))).toBe(true);
  expect(second.verify('confirm', '7', first.mac('unsubscribe', '7'))).toBe(false);
});

test('an old key still verifies after SECRET_KEY is set', async () => {
  const { db } = await freshDatabase();
  const old = await loadKeyring(db);
  const next = await loadKeyring(db, 'a new key with thirty-two characters!!');
  expect(next.verify('unsubscribe', '7', old.mac('unsubscribe', '7'))).toBe(true);
  expect(next.mac('unsubscribe', '7')).not.toBe(old.mac('unsubscribe', '7'));
});

test('two programs that start at the same time agree on one key', async () => {
  const { db } = await freshDatabase();
  const rings = await Promise.all(Array.from({ length: 6 }, () => loadKeyring(db)));
  expect(new Set(rings.map((ring) => ring.mac('confirm', '1'))).size).toBe(1);
});
