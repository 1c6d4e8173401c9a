import type { Day } from '../../../lib/dates.ts';
import { type FileSource, textPieces } from '../../../lib/text/pieces.ts';
import { readAtom } from '../../sources/arxiv/atom.ts';
import { SourceError } from '../../sources/failure.ts';
import { maximumLength, type Row } from './row.ts';

const endTag = '</entry>';

/**
 * Reads the papers of a response of the arXiv API, by position. Each entry is parsed on its own,
 * because a megabyte of Atom takes 200 ms.
 * @param date the listing day of all papers. The default is the day of the announcement
 * @throws SourceError if the text is not an Atom feed, or reports an error
 */
export async function* atomRows(source: FileSource, date: Day | undefined): AsyncGenerator<Row> {
  let head: string | undefined;
  let rest = '';
  let line = 0;
  for await (const piece of textPieces(source)) {
    const entries = (rest + piece).split(endTag);
    rest = entries.pop() ?? '';
    if (rest.length > maximumLength) throw new SourceError({ code: 'format', format: 'Atom' });
    for (const entry of entries) {
      const start = Math.max(0, entry.search(/<entry[\s>]/));
      head ??= entry.slice(0, start);
      line += 1;
      yield readEntry(`${head}${entry.slice(start)}${endTag}</feed>`, { line, date });
    }
  }
  if (head !== undefined && /<entry[\s>]/.test(rest))
    yield { line: line + 1, reason: 'the file ends within this entry' };
  // A feed without entries.
  if (head === undefined) readAtom(rest);
}

function readEntry(feed: string, { line, date }: { line: number; date?: Day | undefined }): Row {
  const { papers, skipped } = readAtom(feed);
  const [paper] = papers;
  if (paper === undefined) return { line, reason: skipped.join() };
  return { line, paper: date === undefined ? paper : { ...paper, listedOn: date } };
}
