/** Characters that are read of a part made of fields, and groups of fields in it. */
const maximum = { characters: 100_000, groups: 200 };

/**
 * Groups of header fields, separated by empty lines (RFC 3464 2.1): names in lower case, folded
 * lines as one, the first of two fields of a name. A reply of several lines that a server did not
 * fold continues its field. Other lines are left out.
 */
export function readFieldGroups(text: string): Map<string, string>[] {
  const groups = text
    .slice(0, maximum.characters)
    .replaceAll(/\r\n?/g, '\n')
    .split(/\n[ \t]*\n/, maximum.groups)
    .map(readFields);
  return groups.filter((group) => group.size > 0);
}

/** The fields of one group. */
export function readFields(text: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of text.replaceAll(/\n(?:[ \t]+|(?=[45]\d\d[ -]))/g, ' ').split('\n')) {
    const [, name, value] = /^([!-9;-~]{1,76})[ \t]*:(.*)$/.exec(line) ?? [];
    const key = name?.toLowerCase();
    if (key !== undefined && value !== undefined && !fields.has(key)) fields.set(key, value.trim());
  }
  return fields;
}

/**
 * What follows the type of a typed field (RFC 3464 2.1.2): `rfc822; ada@example.org`, `smtp; 550
 * 5.1.1 no`.
 */
export function untyped(value: string | undefined): string | undefined {
  return value?.replace(/^[\w.-]{1,40}[ \t]*;[ \t]*/, '');
}
