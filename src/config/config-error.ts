/** The environment is invalid: one line per invalid setting. */
export class ConfigError extends Error {
  override name = 'ConfigError';
  faults: string[];

  constructor(faults: string[]) {
    super(faults.join('\n'));
    this.faults = faults;
  }
}
