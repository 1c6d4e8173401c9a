/**
 * Enhanced status codes (RFC 3463) in every form that servers write: `550 5.1.1`, `#5.1.1`,
 * `(5.1.1)`, `[5.1.1]`, `5.1.1:`. The subject is one digit from 0 to 7, so that versions such as
 * 4.96.2 do not match. Parts of IP addresses do not match either.
 */
const enhancedForm = /(?<![\d.])([245]\.[0-7]\.\d{1,3})(?!\.?\d)/g;

/**
 * The first specific enhanced status code of a failure in a text, otherwise the first one; '' if
 * there is none.
 */
export function findEnhanced(text: string): string {
  const codes = [...text.matchAll(enhancedForm)]
    .map(([code]) => code)
    .filter((code) => !code.startsWith('2'));
  return codes.find((code) => !saysNothing(code)) ?? codes[0] ?? '';
}

/** Whether there is no code, or only one without specific meaning. */
export function saysNothing(enhanced: string): boolean {
  return enhanced === '' || /^[245]\.0\.\d+$/.test(enhanced);
}

/**
 * A complete enhanced status code at the start of a field such as `5.1.1 (bad destination)`,
 * otherwise ''.
 */
export function enhancedOfField(field: string): string {
  return /^\s{0,9}([245]\.\d{1,3}\.\d{1,3})(?![\d.])/.exec(field.slice(0, 40))?.[1] ?? '';
}

/** The first reply code of a failure in a text. */
export function findReplyCode(text: string): number | undefined {
  const [, code] = /(?<![\d.:/[-])([45][0-5]\d)(?=[\s:;,-]|$)/.exec(text) ?? [];
  return code === undefined ? undefined : Number(code);
}
