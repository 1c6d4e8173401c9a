/** The letters and digits of a title, lower-cased: what makes two spellings of one title equal. */
export function titleKey(title: string): string {
  return title
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '');
}

/** The last word of a name without marks: `José Ángel Ortiz` and `J. Ortiz` are both `ortiz`. */
export function surname(name: string): string {
  return titleKey(name.trim().split(/\s+/).at(-1) ?? '');
}
