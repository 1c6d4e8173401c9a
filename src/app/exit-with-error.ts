import { ConfigError } from '../config/config-error.ts';
import { reasonOf } from '../lib/errors/reason.ts';

/** Prints one line per error. Invalid settings exit with code 2, any other error with code 1. */
export function exitWithError(error: unknown): void {
  if (error instanceof ConfigError) {
    for (const fault of error.faults) console.error(fault);
    process.exit(2);
  }
  console.error(reasonOf(error));
  process.exit(1);
}
