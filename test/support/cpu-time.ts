/**
 * Milliseconds of CPU time that `act` takes, at best of three: the machine may be busy with other
 * things.
 */
export async function cpuTime(act: () => unknown): Promise<number> {
  let best = Infinity;
  for (let run = 0; run < 3 && best > 20; run += 1) {
    const before = process.cpuUsage();
    await act();
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, (user + system) / 1000);
  }
  return best;
}
