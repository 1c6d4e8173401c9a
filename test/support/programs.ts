import { existsSync } from 'node:fs';

/**
 * Where `.ci/run` unpacks Debian packages that it cannot install, because its mail servers conflict
 * with each other.
 */
const unpacked = '/opt/debian-programs';

/** The path of a program that `.ci/run` unpacked. */
export function unpackedProgram(name: string): string {
  return `${unpacked}/${name}`;
}

/**
 * Whether all of these programs exist; tests of real servers are skipped without them.
 * @throws Error if one is missing and REQUIRE_PROGRAMS is set, as in `.ci/run`
 */
export function hasPrograms(...files: string[]): boolean {
  const missing = files.filter((file) => !existsSync(file));
  if (missing.length > 0 && process.env['REQUIRE_PROGRAMS'] !== undefined)
    throw new Error(`missing: ${missing.join(', ')} (see .ci/run)`);
  return missing.length === 0;
}
