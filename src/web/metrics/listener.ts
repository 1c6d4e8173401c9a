import { createServer } from 'node:http';
import type { Registry } from 'prom-client';
import type { Context } from '../../context.ts';
import { reasonOf } from '../../lib/errors/reason.ts';

/**
 * Serves `/metrics` on 127.0.0.1:METRICS_PORT, without a token.
 * @returns a function that stops it
 * @throws if the port cannot be opened
 */
export async function listenForScrapes(
  ctx: Context,
  registry: Registry,
  port: number,
): Promise<() => Promise<void>> {
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    registry.metrics().then(
      (text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text),
      (error: unknown) => {
        ctx.log.warn({ event: 'metrics.failed', err: error }, 'cannot read the metrics');
        response.writeHead(503).end();
      },
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(new Error(`cannot listen on METRICS_PORT ${port}: ${reasonOf(cause)}`, { cause })),
    );
    server.listen(port, '127.0.0.1', resolve);
  });
  return () => new Promise((resolve) => server.close(() => resolve()));
}
