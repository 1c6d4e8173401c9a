import { readdirSync, readFileSync } from 'node:fs';
import { FluentParser, Junk, Message } from '@fluent/syntax';
import { expect, test } from 'vitest';
import { readerLanguages } from '../../../../src/subscribers/preferences/definitions.ts';
import { readCatalogue } from '../../../../src/lib/i18n/words.ts';

/** The keys of a catalogue with the arguments of each. */
function read(lang: string): Map<string, string[]> {
  const { body } = new FluentParser().parse(readFileSync(`templates/words/${lang}.ftl`, 'utf8'));
  expect(body.filter((entry) => entry instanceof Junk)).toEqual([]);
  const messages = body.filter((entry) => entry instanceof Message);
  const keys = messages.map(({ id }) => id.name);
  expect(keys.length, 'a key stands twice').toBe(new Set(keys).size);
  return new Map(
    messages.map((message) => [message.id.name, argumentsIn(JSON.stringify(message))]),
  );
}

function argumentsIn(json: string): string[] {
  const names = json.matchAll(
    /"type":"VariableReference","id":\{"type":"Identifier","name":"([\w-]+)"/g,
  );
  return [...new Set([...names].map(([, name = '']) => name))].toSorted();
}

/** All sources that may contain a key. */
function sources(): string {
  const files = ['src', 'templates'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`),
  );
  const wanted = files.filter(
    (file) => /\.(ts|liquid|mjml|txt)$/.test(file) && !file.includes('generated'),
  );
  return wanted.map((file) => readFileSync(file, 'utf8')).join('\n');
}

const { languages } = readCatalogue();
const english = read('en');

test.each(languages.filter((lang) => lang !== 'en'))(
  '%s has the keys of English, with the same arguments',
  (lang) => {
    const other = read(lang);
    expect([...other.keys()].toSorted()).toEqual([...english.keys()].toSorted());
    for (const [key, names] of english) expect([key, other.get(key)]).toEqual([key, names]);
  },
);

test('every used key exists, and every key is used', () => {
  const text = sources();
  const named = new Set(
    [...text.matchAll(/['"`]([a-z][a-z0-9]*(?:-[a-z0-9]+)+)['"`] *\| *t(?:_html)?\b/g)].map(
      ([, key = '']) => key,
    ),
  );
  for (const [, key = ''] of text.matchAll(/\bt\(\s*['"`]([a-z][a-z0-9-]*)['"`]/g)) named.add(key);
  expect([...named].filter((key) => !english.has(key))).toEqual([]);
  expect([...english.keys()].filter((key) => !text.includes(`'${key}'`))).toEqual([]);
});

test('an unknown language falls back to English, a dialect to its language', () => {
  const words = readCatalogue();
  expect(words('xx').lang).toBe('en');
  expect(words('de-AT').lang).toBe('de');
  expect(words('zh-Hans-CN').lang).toBe('zh');
});

test('readers can choose among the languages of the catalogue', () => {
  expect([...readerLanguages]).toEqual(readCatalogue().languages);
});
