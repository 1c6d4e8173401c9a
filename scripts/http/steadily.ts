import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Posts forms at a constant rate, regardless of the response times. Returns the sorted milliseconds
 * of each request, measured from the time at which it was due: if the server blocks for a second,
 * all requests due in that second are late.
 *
 * autocannon's `-R` differs: each connection sends its share of a second at once and then idles,
 * and each response of n ms counts as n responses of 1 to n ms.
 */
export async function postSteadily(
  url: string,
  { perSecond, seconds }: { perSecond: number; seconds: number },
  formOf: (n: number) => string,
): Promise<number[]> {
  const agent = new Agent({ keepAlive: true });
  const began = performance.now();
  const answers: Promise<number>[] = [];
  for (let n = 0; n < perSecond * seconds; n += 1) {
    const due = began + (n * 1000) / perSecond;
    const early = due - performance.now();
    if (early > 0) await delay(early);
    answers.push(post(agent, url, formOf(n)).then(() => performance.now() - due));
  }
  const times = await Promise.all(answers).finally(() => agent.destroy());
  return times.toSorted((a, b) => a - b);
}

function post(agent: Agent, url: string, form: string): Promise<void> {
  const headers = { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' };
  return new Promise((resolve, reject) => {
    const asking = request(url, { agent, method: 'POST', headers }, (answer) => {
      answer.resume();
      answer.once('end', () =>
        answer.statusCode === 303
          ? resolve()
          : reject(new Error(`${url} answered ${answer.statusCode}`)),
      );
    });
    asking.once('error', reject);
    asking.end(form);
  });
}
