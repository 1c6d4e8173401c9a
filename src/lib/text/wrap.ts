/** Terminal columns of the text part of an email. */
const columns = 72;

/**
 * Characters that take two terminal columns (Unicode TR 11): CJK, Hangul, full-width forms, emoji.
 */
const wide =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{Emoji_Presentation}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]/u;

/** Characters without a width: combining marks, joiners. */
const narrow = /[\p{Mn}\p{Me}\p{Cf}]/u;

/** The number of terminal columns of a text. */
export function widthOf(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  return Array.from(text).reduce(
    (sum, letter) => sum + (narrow.test(letter) ? 0 : wide.test(letter) ? 2 : 1),
    0,
  );
}

/**
 * Where a line of Chinese or Japanese, which have no spaces, may break: between any two characters,
 * but not before closing or after opening punctuation, or at a no-break space.
 */
export const between =
  /(?<=[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}、。，．：；！？）」』】》])(?![、。，．：；！？）」』】》ー々\u00a0])|(?<![（「『【《\u00a0])(?=[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}])(?!ー|々)/u;

/**
 * Wraps a paragraph at 72 columns, ignoring its own line breaks. A longer word, such as a link,
 * gets a line of its own. Lines do not break at no-break spaces, which are printed as spaces.
 * @param indent the prefix of every line after the first
 */
export function wrap(text: string, indent = '', width = columns): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/[^\S\u00a0]+/).filter(Boolean)) {
    for (const [index, part] of word.split(between).entries()) {
      const blank = index === 0 && line !== '' ? ' ' : '';
      const start = lines.length === 0 ? '' : indent;
      if (line !== '' && widthOf(start + line + blank + part) > width) {
        lines.push(start + line);
        line = part;
      } else line += blank + part;
    }
  }
  if (line !== '') lines.push((lines.length === 0 ? '' : indent) + line);
  return lines.join('\n').replaceAll('\u00a0', ' ');
}

/**
 * Cuts a text at the end of a sentence or, if there is none, of a word, to at most `maximum`
 * characters.
 */
export function excerpt(text: string, maximum: number): string {
  if (text.length <= maximum) return text;
  const head = text.slice(0, maximum);
  const sentence = /^.*(?:[.!?](?=\s|$)|。)/su.exec(head)?.[0];
  if (sentence !== undefined && sentence.length >= maximum / 3) return sentence;
  const blank = head.lastIndexOf(' ');
  // The last space of a Chinese text may be far from its end.
  const word = blank >= maximum / 2 ? head.slice(0, blank) : Array.from(head).slice(0, -1).join('');
  return `${word.replace(/(?<![\s,;:.–—-])[\s,;:.–—-]+$/u, '')}…`;
}
