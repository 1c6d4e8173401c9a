/** Parses the tag list of a DKIM or DMARC record, such as `v=DKIM1; k=rsa; p=…` (RFC 6376 3.2). */
export function tagsOf(text: string): Record<string, string> {
  return Object.fromEntries(
    text.split(';').flatMap((part) => {
      const equals = part.indexOf('=');
      return equals < 1
        ? []
        : [[part.slice(0, equals).trim().toLowerCase(), part.slice(equals + 1).trim()] as const];
    }),
  );
}
