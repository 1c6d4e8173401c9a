import { z } from 'zod';
import { IdleProcess } from '../lib/idle-process.ts';

const compiler = new IdleProcess({
  from: import.meta.url,
  name: 'mjml-process',
  schema: z.string(),
});

/**
 * Compiles MJML to minified HTML in a process that ends when idle.
 * @throws Error if the MJML is invalid
 */
export function compileMjml(mjml: string): Promise<string> {
  return compiler.request({ mjml });
}
