import { expect, test } from 'vitest';
import { plainText } from '../../../../src/papers/sources/plain-text.ts';

test('removes elements, scripts and an unclosed script with the rest', () => {
  const html = '<p>Water &amp;<style>p {}</style>stones</p><SCRIPT>alert(1)</SCRIPT>.';
  expect(plainText(html)).toBe('Water & stones  .');
  expect(plainText('caf&eacute; &ndash; 5&nbsp;&micro;m&#8217;')).toBe('café – 5 µm’');
  expect(plainText('Water <script>alert(1) <p>stones</p>')).toBe('Water');
});

test('reads 5 MB of unclosed scripts in less than a second', () => {
  const began = performance.now();
  expect(plainText('<script '.repeat(650_000))).toBe('');
  expect(performance.now() - began).toBeLessThan(1000);
});
