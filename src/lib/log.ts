import { AsyncLocalStorage } from 'node:async_hooks';
import { destination, type DestinationStream, pino, type Logger } from 'pino';
import { hideAddresses } from './text/redact.ts';

const requestIds = new AsyncLocalStorage<string>();

/** Adds `requestId` to all log lines of this work, in every module. */
export function withRequestId<T>(requestId: string, work: () => T): T {
  return requestIds.run(requestId, work);
}

function requestId(): { requestId?: string } {
  const id = requestIds.getStore();
  return id === undefined ? {} : { requestId: id };
}

/**
 * Writes JSON lines to stderr, because stdout carries the output of commands. Every line has an
 * `event`, a stable name to search for, and a `msg` for people. Addresses are redacted.
 */
export function makeLog(
  level: string,
  to: DestinationStream = destination({ fd: 2, sync: false }),
): Logger {
  const hooks = { streamWrite: hideAddresses };
  return pino(
    { level, base: null, mixin: requestId, timestamp: pino.stdTimeFunctions.isoTime, hooks },
    to,
  );
}
