/** Characters of a reply that are read; a reply has 512 a line (RFC 5321 4.5.3.1.5). */
const maximumLength = 2000;

/** A text in the two forms that rules look at. */
export interface NormalText {
  /** In lower case, on one line. */
  mark: string;
  /** The same without what may contain any word by chance: links, addresses, host names, codes. */
  words: string;
}

/** All expressions are linear: no repetition within a repetition, and what repeats is bounded. */
export function normalize(text: string): NormalText {
  const mark = text
    .slice(0, maximumLength)
    .toLowerCase()
    .replaceAll(/[‘’`´]/g, "'")
    .replaceAll(/\s+/g, ' ')
    .trim();
  return { mark, words: wordsOf(mark) };
}

function wordsOf(mark: string): string {
  return mark
    .replaceAll(/\bhttps?:\/\/\S{1,2000}/g, ' ')
    .replaceAll(/\bwww\.\S{1,300}/g, ' ')
    .replaceAll(/[^\s<>,;:"'()@[\]]{1,64}@[^\s<>,;:"'()@[\]]{1,255}/g, ' @ ')
    .replaceAll(/(?<![\w.-])[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){2,9}\.?(?![\w-])/g, ' ')
    .replaceAll(/(?<![\w.])[45]\d\d(?:[- ]|$)/g, ' ')
    .replaceAll(/[<>"“”«»*]/g, ' ')
    .replaceAll(/\b(ca|wo)n't\b|\bcannot\b/g, (_, stem) => (stem === 'wo' ? 'will not' : 'can not'))
    .replaceAll(/n't\b|(?<=\b(?:do|does|did|is|was|are|could|would|has|have))nt\b/g, ' not')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
