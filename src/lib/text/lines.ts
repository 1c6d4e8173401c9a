/** Maximum characters of a line. The rest of a longer line is dropped. */
const maximumLine = 1_000_000;

/**
 * Splits text into lines at LF, CR or CRLF. A line that is too long is null. Each call returns the
 * completed lines and the number of the first of them.
 */
export function lineSplitter(): {
  push(text: string): [lines: (string | null)[], from: number];
  end(): [lines: (string | null)[], from: number];
} {
  let rest = '';
  let isTooLong = false;
  let next = 1;

  function take(lines: (string | null)[]): [(string | null)[], number] {
    if (isTooLong && lines.length > 0) {
      lines[0] = null;
      isTooLong = false;
    }
    const from = next;
    next += lines.length;
    return [lines, from];
  }

  return {
    push(text) {
      const joined = rest + text;
      // The LF of a CRLF may be in the next piece.
      const cut = joined.endsWith('\r') ? joined.length - 1 : joined.length;
      const known = joined.slice(0, cut);
      const lines: (string | null)[] = (
        known.includes('\r') ? known.replaceAll(/\r\n?/g, '\n') : known
      ).split('\n');
      rest = (lines.pop() ?? '') + joined.slice(cut);
      const taken = take(lines);
      if (rest.length > maximumLine) {
        isTooLong = true;
        rest = rest.endsWith('\r') ? '\r' : '';
      }
      return taken;
    },
    end: () => take(rest === '' && !isTooLong ? [] : [rest.replace(/\r$/, '')]),
  };
}
