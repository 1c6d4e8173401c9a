import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { reasonOf } from '../lib/errors/reason.ts';
import { ConfigError } from './config-error.ts';
import { settings } from './settings.ts';

/** Variables by name. */
export type Environment = Record<string, string | undefined>;

/**
 * The environment of this process, plus the variables of `.env` in the working directory. The
 * environment takes precedence.
 * @throws ConfigError if the file cannot be read
 */
export function environment(file = '.env'): Environment {
  return { ...readEnvFile(file), ...process.env };
}

function readEnvFile(file: string): Environment {
  if (!existsSync(file)) return {};
  try {
    // Some editors write a byte order mark before the first name.
    return parseEnv(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new ConfigError([`${file} cannot be read: ${reasonOf(error)}`]);
  }
}

/**
 * Names in `.env` that are not settings: typos, or settings of another program.
 * @returns `broken`: the number of names that do not look like names, such as lines of an unquoted
 *   key; they may be secret
 */
export function unknownNames(file = '.env'): { names: string[]; broken: number } {
  const unknown = Object.keys(readEnvFile(file)).filter(
    (name) => !(name in settings.shape) && process.env[name] === undefined,
  );
  const names = unknown.filter((name) => /^[A-Z][A-Z0-9_]{0,60}$/.test(name));
  return { names, broken: unknown.length - names.length };
}
