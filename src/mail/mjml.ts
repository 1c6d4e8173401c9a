import { z } from 'zod';
import { idleProcess } from '../lib/idle-process.ts';

const request = idleProcess(import.meta.url, 'mjml-process', z.string());

/**
 * Compiles MJML to minified html, in a process that ends when it is idle. @throws Error where MJML
 * is not valid
 */
export function compileMjml(mjml: string): Promise<string> {
  return request({ mjml });
}
