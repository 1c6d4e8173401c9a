/** An address of mail, as a relay repeats it in its reply and Postgres in its errors. */
const address = /[\w!#$%&'*+/=?^`{|}~.-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+/gi;

/** Removes email addresses from a text for logs and terminals. */
export function hideAddresses(text: string): string {
  return text.includes('@') ? text.replaceAll(address, '(address)') : text;
}
