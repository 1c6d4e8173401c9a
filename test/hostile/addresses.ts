/** What the parser of URLs takes as a host, or as a host with something after it. */
export const notDomains = [
  'example.org/x',
  'example.org/../evil.example',
  'example.org#x',
  'example.org?x=1',
  'exa%6dple.org',
  'example%2Eorg',
  'example.org:25',
  'example.org\u00ad',
  'exam\u200bple.org',
  'example.org\u202e',
  'example.org\uff0fx',
  'example.org\uff1ax',
  'exam\uff056dple.org',
  '127.1',
  '0x7f.1',
  '1.2.3.4',
  'example_.org',
  'example..org',
  'example.org.',
  '-example.org',
];

/** Names that no mail can be delivered to over the Internet. */
export const specialUseDomains = [
  'host.invalid',
  'printer.local',
  'abcdefghijklmnop.onion',
  'name.alt',
  'server.internal',
  'router.home.arpa',
  '1.0.0.127.in-addr.arpa',
  'PRINTER.LOCAL',
];

/** Names for tests and documentation. */
export const testDomains = ['mail.test', 'mail.localhost', 'reader.example'];
