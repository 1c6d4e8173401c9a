import { z } from 'zod';
import type { Config } from '../../config/config.ts';
import { parseAddress } from '../../subscribers/address.ts';

/** An address in a form. What is wrong with it is shown next to the field. */
export const addressField = ({ NODE_ENV: mode }: Config) =>
  z
    .string()
    .catch('')
    .transform((text, check) => {
      const address = parseAddress(text, mode);
      if (address.ok) return address;
      check.issues.push({ code: 'custom', params: { words: address.fault }, input: text });
      return z.NEVER;
    });
