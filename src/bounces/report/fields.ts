/**
 * Maximum characters read of a part that consists of fields, and maximum groups of fields in it.
 */
const maximum = { characters: 100_000, groups: 200 };

/**
 * Parses groups of header fields, separated by empty lines (RFC 3464 2.1). Names become lower case,
 * folded lines are joined, and the first of two fields with the same name is used. A multi-line
 * reply that a server did not fold continues its field. Other lines are skipped.
 */
export function readFieldGroups(text: string): Map<string, string>[] {
  const groups = text
    .slice(0, maximum.characters)
    .replaceAll(/\r\n?/g, '\n')
    .split(/\n[ \t]*\n/, maximum.groups)
    .map(readFields);
  return groups.filter((group) => group.size > 0);
}

/** Parses the fields of one group. */
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
 * Returns the value after the type of a typed field (RFC 3464 2.1.2): `rfc822; ada@example.org`,
 * `smtp; 550 5.1.1 no`.
 */
export function untyped(value: string | undefined): string | undefined {
  return value?.replace(/^[\w.-]{1,40}[ \t]*;[ \t]*/, '');
}
