import { Gauge, type Registry } from 'prom-client';

export type Sample = [labels: Record<string, string>, value: number];

/** Adds a gauge whose samples are read at each scrape. */
export type AddGauge = (
  name: string,
  help: string,
  labelNames: string[],
  read: () => Promise<Sample[]>,
) => void;

export function gaugesOf(registry: Registry): AddGauge {
  return (name, help, labelNames, read) =>
    void new Gauge({
      name: `daily_papers_${name}`,
      help,
      labelNames,
      registers: [registry],
      async collect() {
        const samples = await read();
        this.reset();
        for (const [labels, value] of samples) this.set(labels, value);
      },
    });
}

/** The sample of a gauge without labels, or none if the value is null. */
export async function single(value: Promise<number | null>): Promise<Sample[]> {
  const found = await value;
  return found === null ? [] : [[{}, found]];
}

export function seconds(at: Date | null): number | null {
  return at === null ? null : at.getTime() / 1000;
}

/** Limits expensive reads to one per minute, independent of the number of scrapes. */
export function oncePerMinute(read: () => Promise<Sample[]>): () => Promise<Sample[]> {
  let cached: { at: number; samples: Promise<Sample[]> } | undefined;
  return () => {
    if (cached === undefined || performance.now() - cached.at > 60_000) {
      const samples = read();
      cached = { at: performance.now(), samples };
      samples.catch(() => (cached = undefined));
    }
    return cached.samples;
  };
}
