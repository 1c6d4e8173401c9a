import { expect, test } from 'vitest';
import { classify } from '../../../../src/outbox/classification/classify.ts';
import { consequenceOf } from '../../../../src/outbox/classification/consequence.ts';

/**
 * IANA's registry of enhanced status codes, by the consequence of each with class 5 and no words.
 */
const registry = {
  suppress: '1.1 1.3 1.6 7.17 7.18',
  absent: '1.2 1.10 4.4',
  count: '1.0 1.4 1.5 1.9 2.0 2.1 2.2 2.4 3.0 3.1 3.2 3.3 3.5 3.6 4.0 4.1 4.2 4.3 4.5 4.6 4.7 5.0',
  nothing:
    '1.7 1.8 2.3 3.4 5.1 5.2 5.3 5.4 5.5 5.6 6.0 6.1 6.2 6.3 6.4 6.5 6.6 6.7 6.8 6.9 6.10 ' +
    '7.0 7.1 7.2 7.3 7.4 7.5 7.6 7.7 7.8 7.9 7.10 7.11 7.12 7.13 7.14 7.15 7.16 7.19 7.20 7.21 ' +
    '7.22 7.23 7.24 7.25 7.26 7.27 7.28 7.29 7.30',
};

test.each(Object.entries(registry))('%s: %s', (consequence, codes) => {
  const found = codes
    .split(' ')
    .map((code) => [code, consequenceOf(classify({ code: 550, text: `5.${code} Failed` }))]);
  expect(found).toEqual(codes.split(' ').map((code) => [code, consequence]));
});
