import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

test('each row of the threat model names tests that exist', () => {
  const rows = readFileSync('SECURITY.md', 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2);
  expect(rows.length).toBeGreaterThan(20);
  for (const row of rows) {
    const files = [...row.matchAll(/\]\((test\/[\w./-]+\.test\.ts)\)/g)].map(
      ([, file = '']) => file,
    );
    expect([row, files.length > 0]).toEqual([row, true]);
    for (const file of files) expect([file, existsSync(file)]).toEqual([file, true]);
  }
});
