import { expect, test } from 'vitest';
import { readCatalogue } from '../../../src/lib/i18n/words.ts';
import { addressFaults, parseAddress } from '../../../src/subscribers/address.ts';
import { notDomains, specialUseDomains, testDomains } from '../../hostile/addresses.ts';
import { hostileTexts } from '../../hostile/texts.ts';

test.each(notDomains)(
  'the domain is parsed as a domain, not as the host of a URL: %j',
  (domain) => {
    expect(parseAddress(`ada@${domain}`)).toMatchObject({ ok: false, fault: 'address-domain' });
  },
);

test.each([
  ['ada@EXAMPLE.org', 'ada@example.org'],
  ['Ada@müller.example', 'Ada@xn--mller-kva.example'],
  ['ada@例え。テスト', 'ada@xn--r8jz45g.xn--zckzah'],
  ['ada@क्‍ष.example', 'ada@xn--11b2ezcw70k.example'],
])('%s is stored as %s', (typed, email) => {
  expect(parseAddress(typed)).toEqual({ ok: true, email, key: email.toLowerCase() });
});

test.each(specialUseDomains)('an address at %s is always refused', (domain) => {
  expect(parseAddress(`ada@${domain}`)).toMatchObject({ fault: 'address-special' });
});

test.each(testDomains)('an address at %s is refused in production only', (domain) => {
  expect(parseAddress(`ada@${domain}`)).toMatchObject({ ok: true });
  expect(parseAddress(`ada@${domain}`, 'production')).toMatchObject({ fault: 'address-special' });
});

test('a special-use name is refused only as the top-level domain', () => {
  expect(parseAddress('ada@test.org', 'production').ok).toBe(true);
  expect(parseAddress('ada@local.example.org', 'production').ok).toBe(true);
});

test('a hostile text is not an address of more than 254 characters', () => {
  for (const text of hostileTexts)
    for (const typed of [text, `ada@${text}`, `ada@${text}.org`, `${text}@example.org`]) {
      const parsed = parseAddress(typed);
      expect(parsed.ok ? parsed.email.length : 0).toBeLessThanOrEqual(254);
    }
});

test('API clients get the same texts as readers of the pages', () => {
  const words = readCatalogue()('en');
  for (const [fault, text] of Object.entries(addressFaults)) expect(text).toBe(words.t(fault));
});
