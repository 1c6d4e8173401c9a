/** The environment is wrong: one line per fault. */
export class ConfigError extends Error {
  override name = 'ConfigError';
  faults: string[];

  constructor(faults: string[]) {
    super(faults.join('\n'));
    this.faults = faults;
  }
}
