import { Presets, SingleBar } from 'cli-progress';
import type { Progress } from '../../lib/progress.ts';

/** Runs a long operation with a progress bar on stderr if stderr is a terminal. */
export async function withBar<T>(
  what: string,
  work: (onProgress: Progress) => Promise<T>,
): Promise<T> {
  if (!process.stderr.isTTY) return work(() => {});
  const bar = new SingleBar(
    {
      format: `${what} {bar} {percentage}%, {eta_formatted} left`,
      clearOnComplete: true,
      hideCursor: true,
    },
    Presets.shades_classic,
  );
  bar.start(1, 0);
  try {
    return await work((done, total) => {
      bar.setTotal(Math.max(1, total));
      bar.update(done);
    });
  } finally {
    bar.stop();
  }
}
