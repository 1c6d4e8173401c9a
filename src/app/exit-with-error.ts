import { ConfigError } from '../config/config-error.ts';
import { detailText, WordedProblem } from '../lib/errors/problem.ts';
import { reasonOf } from '../lib/errors/reason.ts';
import { readCatalogue } from '../lib/i18n/words.ts';

/** Prints one line per error. Invalid settings exit with code 2, any other error with code 1. */
export function exitWithError(error: unknown): void {
  if (error instanceof ConfigError) {
    for (const fault of error.faults) console.error(fault);
    process.exit(2);
  }
  console.error(
    error instanceof WordedProblem ? detailText(readCatalogue()('en'), error) : reasonOf(error),
  );
  process.exit(1);
}
