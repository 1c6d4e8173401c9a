/** Maximum length of a quoted-printable line, without CRLF (RFC 2045 6.7). */
const lineLength = 76;

/** Whether a byte must be written as `=XX`; other ASCII bytes are written unchanged. */
function needsEscape(byte: number): boolean {
  return byte > 126 || byte === 61 || byte < 32;
}

/**
 * Encodes text as quoted-printable (RFC 2045): CRLF line ends, lines of at most 76 bytes, no space
 * before a line end.
 */
export function encodeQuotedPrintable(text: string): string {
  const bytes = Buffer.from(text.replaceAll(/\r\n?/g, '\n'));
  const out: string[] = [];
  let width = 0;
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index] ?? 0;
    if (byte === 10) {
      out.push('\r\n');
      width = 0;
      continue;
    }
    const next = bytes[index + 1];
    const lineEnds = next === 10 || next === undefined;
    // Encode spaces before a line end or after another space: the body is then already in DKIM's
    // relaxed canonical form.
    const blankToHide = byte === 32 && (lineEnds || bytes[index - 1] === 32);
    const plain = !needsEscape(byte) && !blankToHide;
    const longest = next === 10 ? lineLength : lineLength - 1;
    if (width + (plain ? 1 : 3) > longest) {
      out.push('=\r\n');
      width = 0;
    }
    // Some mail servers rewrite a dot or "From " at the start of a line.
    const fragile = width === 0 && (byte === 46 || byte === 70);
    const unit =
      plain && !fragile
        ? String.fromCharCode(byte)
        : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    out.push(unit);
    width += unit.length;
  }
  return out.join('');
}
