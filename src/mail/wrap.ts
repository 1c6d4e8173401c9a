/** Terminal columns of the text part. */
const columns = 72;

/**
 * Breaks a paragraph into lines of at most 72 characters; a longer word (a link) stands alone on its line.
 * @param indent what every line after the first begins with
 */
export function wrap(text: string, indent = '', width = columns): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const start = lines.length === 0 ? '' : indent;
    if (line !== '' && start.length + line.length + 1 + word.length > width) {
      lines.push(start + line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  if (line !== '') lines.push((lines.length === 0 ? '' : indent) + line);
  return lines.join('\n');
}

/** Cuts a text at the end of a sentence, or else of a word, so that at most `most` characters remain. */
export function excerpt(text: string, most: number): string {
  if (text.length <= most) return text;
  const head = text.slice(0, most);
  const sentence = /^.*[.!?。](?=\s|$)/su.exec(head)?.[0];
  if (sentence !== undefined && sentence.length >= most / 3) return sentence;
  const word = head.slice(0, head.lastIndexOf(' ')) || Array.from(head).slice(0, -1).join('');
  return `${word.replace(/[\s,;:.–—-]+$/u, '')}…`;
}
