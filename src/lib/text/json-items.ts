/** Maximum characters of one array item. */
const maximumItem = 1_000_000;

/**
 * Returns the text of each item of a JSON array, or of the array `items` or `papers` that an object
 * starts with; null for an item that is too long.
 */
export interface ItemSplitter {
  push(text: string): (string | null)[];
  /** Returns what remains of an unterminated item. */
  end(): (string | null)[];
}

/**
 * Splits an array into items without parsing it as a whole, which would block the event loop for
 * seconds.
 *
 * @param notAList the error that is thrown if the text is no array
 */
export function itemSplitter(notAList: () => Error): ItemSplitter {
  let before: string | null = '';
  let item = '';
  let isTooLong = false;
  let depth = 0;
  let isInString = false;
  let isEscaped = false;
  let isDone = false;

  function finish(items: (string | null)[], last: string): void {
    const text = item + last;
    if (isTooLong || text.trim() !== '') items.push(isTooLong ? null : text);
    item = '';
    isTooLong = false;
  }

  /** Reads the next character. Returns whether it belongs to a string, an array or an object. */
  function isInside(sign: string | undefined): boolean {
    if (isEscaped) isEscaped = false;
    else if (isInString) {
      if (sign === '\\') isEscaped = true;
      else if (sign === '"') isInString = false;
    } else if (sign === '"') isInString = true;
    else if (sign === '{' || sign === '[') depth += 1;
    else if (depth === 0) return false;
    else if (sign === '}' || sign === ']') depth -= 1;
    return true;
  }

  function scan(text: string): (string | null)[] {
    const items: (string | null)[] = [];
    let start = 0;
    for (let at = 0; at < text.length && !isDone; at += 1) {
      const sign = text[at];
      if (isInside(sign) || (sign !== ',' && sign !== ']')) continue;
      finish(items, text.slice(start, at));
      start = at + 1;
      isDone = sign === ']';
    }
    if (!isDone) item += text.slice(start);
    if (item.length > maximumItem) {
      item = '';
      isTooLong = true;
    }
    return items;
  }

  return {
    push(text) {
      if (before === null) return isDone ? [] : scan(text);
      before += text;
      const opening = /^\s*(?:\{\s*"(?:items|papers)"\s*:\s*)?\[\s*(?=[{\]])/.exec(
        before.slice(0, 1000),
      );
      if (opening === null && before.length < 1000) return [];
      if (opening === null) throw notAList();
      const first = before.slice(opening[0].length);
      before = null;
      return scan(first);
    },
    end() {
      if (before !== null) throw notAList();
      const items: (string | null)[] = [];
      if (!isDone) finish(items, '');
      return items;
    },
  };
}
