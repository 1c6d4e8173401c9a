import type { Config } from '../../config/config.ts';
import { parseAddress, type ParsedAddress } from '../address.ts';

/** Zero-width characters that are often copied along with an address. */
const invisible = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF]/g;

/**
 * Parses the address in a cell: `ada@example.org`, `Ada <ada@example.org>`,
 * `mailto:ada@example.org`.
 */
export function addressIn(cell: string, mode?: Config['NODE_ENV']): ParsedAddress {
  if (cell.length > 1000) return parseAddress(cell.slice(0, 1000), mode);
  const text = cell.replaceAll(invisible, '').trim();
  const open = text.endsWith('>') ? text.lastIndexOf('<') : -1;
  const inner = open < 0 ? text : text.slice(open + 1, -1);
  return parseAddress(inner.replace(/^mailto:/i, ''), mode);
}
