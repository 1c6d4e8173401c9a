/**
 * Maximum length of the text that is classified. A line of a reply has at most 512 characters (RFC
 * 5321 4.5.3.1.5).
 */
const maximumLength = 2000;

/** The two normalized forms of a text that rules match. */
export interface NormalText {
  /** The text in lower case, on one line. */
  fullText: string;
  /**
   * The same without links, addresses, host names and codes, which may contain any word by chance.
   */
  words: string;
}

/**
 * All expressions take linear time: there are no nested repetitions, and every repetition is
 * bounded.
 */
export function normalize(text: string): NormalText {
  const fullText = text
    .slice(0, maximumLength)
    .toLowerCase()
    .replaceAll(/[‘’`´]/g, "'")
    .replaceAll(/\s+/g, ' ')
    .trim();
  return { fullText, words: wordsOf(fullText) };
}

function wordsOf(fullText: string): string {
  return fullText
    .replaceAll(/\bhttps?:\/\/\S{1,2000}/g, ' ')
    .replaceAll(/\bwww\.\S{1,300}/g, ' ')
    .replaceAll(/[\w!#$%&*+/=?^`{|}~.-]{1,64}@[\w.-]{1,255}/g, ' @ ')
    .replaceAll(/(?<![\w.-])[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){2,9}\.?(?![\w-])/g, ' ')
    .replaceAll(/(?<![\w.])[45]\d\d(?:[- ]|$)/g, ' ')
    .replaceAll(/[<>"“”«»*]/g, ' ')
    .replaceAll(/\b(ca|wo)n't\b|\bcannot\b/g, (_, stem) => (stem === 'wo' ? 'will not' : 'can not'))
    .replaceAll(/n't\b|(?<=\b(?:do|does|did|is|was|are|could|would|has|have))nt\b/g, ' not')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
