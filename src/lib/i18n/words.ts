import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { FluentBundle, FluentResource } from '@fluent/bundle';

/** The values of the placeholders in a message, by name. */
export type Arguments = Record<string, string | number>;

const folder = fileURLToPath(new URL('../../../templates/words', import.meta.url));

/** Languages written from right to left. */
const rightToLeft = new Set(['ar', 'dv', 'fa', 'he', 'ps', 'ur', 'yi']);

/** The messages of one language, from its catalogue. */
export class Words {
  /** The language tag (BCP 47), for `lang` attributes. */
  readonly lang: string;
  readonly dir: 'ltr' | 'rtl';
  /** The time zone of the reader, if known. */
  readonly timeZone: string | null;
  readonly #bundle: FluentBundle;

  /**
   * @param catalogue in Fluent syntax
   * @throws Error if the catalogue cannot be parsed
   */
  constructor(lang: string, catalogue: string | FluentBundle, timeZone: string | null = null) {
    this.lang = lang;
    this.dir = rightToLeft.has(lang) ? 'rtl' : 'ltr';
    this.timeZone = timeZone;
    if (typeof catalogue !== 'string') {
      this.#bundle = catalogue;
      return;
    }
    // The isolation marks around values would be visible in subjects and text parts.
    this.#bundle = new FluentBundle(lang, { useIsolating: false });
    const errors = this.#bundle.addResource(new FluentResource(catalogue));
    if (errors.length > 0) throw new Error(`${lang}.ftl: ${errors.join('; ')}`);
  }

  /** The same messages for a reader in this time zone. */
  inTimeZone(timeZone: string | null): Words {
    return timeZone === this.timeZone ? this : new Words(this.lang, this.#bundle, timeZone);
  }

  /**
   * A message of the catalogue (`key`, or `key.attribute`) as plain text.
   * @throws Error if the catalogue lacks the key
   */
  t(key: string, args?: Arguments): string {
    const [name = '', attribute] = key.split('.');
    const message = this.#bundle.getMessage(name);
    const pattern = attribute === undefined ? message?.value : message?.attributes[attribute];
    if (pattern == null) throw new Error(`${this.lang}.ftl has no message ${key}`);
    return this.#bundle.formatPattern(pattern, args);
  }
}

/** The messages for a language tag such as `de-AT`; English if there is no catalogue for it. */
export interface Catalogue {
  (language: string | null | undefined): Words;
  /** The available languages, English first. */
  languages: string[];
}

/** Reads `templates/words/*.ftl` (Fluent, https://projectfluent.org): one file per language. */
export function readCatalogue(): Catalogue {
  const files = readdirSync(folder).filter((file) => file.endsWith('.ftl'));
  const languages = files
    .map((file) => file.slice(0, -'.ftl'.length))
    .toSorted((a, b) => rank(a) - rank(b));
  const all = new Map(
    languages.map((lang) => [lang, new Words(lang, readFileSync(`${folder}/${lang}.ftl`, 'utf8'))]),
  );
  const english = all.get('en');
  if (english === undefined) throw new Error('templates/words/en.ftl is missing');
  const of = (language: string | null | undefined) =>
    all.get((language ?? 'en').split('-')[0] ?? '') ?? english;
  return Object.assign(of, { languages });
}

function rank(language: string): number {
  return language === 'en' ? 0 : 1;
}
