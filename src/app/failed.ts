import { ConfigError } from '../config/config-error.ts';
import { reasonOf } from '../lib/errors/reason.ts';

/** One line per fault, exit code 2: the environment is wrong. Anything else is exit code 1. */
export function failed(error: unknown): void {
  if (error instanceof ConfigError) {
    for (const fault of error.faults) console.error(fault);
    process.exit(2);
  }
  console.error(reasonOf(error));
  process.exit(1);
}
