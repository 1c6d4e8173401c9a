import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { meaningOf } from '../../../../src/subscribers/import-export/column-meanings.ts';
import { products } from '../../../../src/subscribers/import-export/products.ts';

/** The rows of the table: product, column, cells, meaning. */
const rows = readFileSync('docs/imports.md', 'utf8')
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', '')))
  .filter((cells) => cells.length === 6 && products.some(({ name }) => name === cells[1]))
  .map(([, product = '', column = '', cells = '', meaning = '']) => ({
    product,
    column,
    cells: cells.split(', '),
    meaning,
  }));

test('docs/imports.md lists every column of every product', () => {
  const listed = new Set(rows.map(({ product, column }) => `${product} ${column}`));
  const known = products.flatMap(({ name, columns }) =>
    Object.keys(columns).map((column) => `${name} ${column}`),
  );
  expect([...listed].toSorted()).toEqual(known.toSorted());
});

test.each(rows)('docs/imports.md: $product, $column, $cells: $meaning', (row) => {
  const product = products.find(({ name }) => name === row.product);
  const found = meaningOf(row.column, product);
  const meanings = row.cells.map((cell) => {
    if (found?.kind === 'status') return found.read(cell);
    return found?.kind === 'date' ? found.field : found?.kind;
  });
  expect(new Set(meanings)).toEqual(new Set([row.meaning]));
});
