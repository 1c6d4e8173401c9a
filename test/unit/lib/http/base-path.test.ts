import { expect, test } from 'vitest';
import { basePath, linksUnderBase, withoutBase } from '../../../../src/lib/http/base-path.ts';

test('removes the path of PUBLIC_URL from requests and adds it to links', () => {
  expect(
    ['https://a.example', 'https://a.example/', 'https://a.example/x/y'].map(basePath),
  ).toEqual(['', '', '/x/y']);
  const paths = ['/papers', '/papers?q=1', '/papers/papers/12', '/papersx', '/healthz'];
  expect(paths.map((path) => withoutBase(path, '/papers'))).toEqual([
    '/',
    '/?q=1',
    '/papers/12',
    '/papersx',
    '/healthz',
  ]);
  expect(withoutBase('/papers', '')).toBe('/papers');
  const page =
    '<meta content="0;url=/x"><a\nhref="/x"><form action="/"><img src="//cdn/x"><a href="https://x/">href=/x';
  expect(linksUnderBase(page, '')).toBe(page);
  expect(linksUnderBase(page, '/p')).toBe(
    '<meta content="0;url=/p/x"><a\nhref="/p/x"><form action="/p/"><img src="//cdn/x"><a href="https://x/">href=/x',
  );
});
