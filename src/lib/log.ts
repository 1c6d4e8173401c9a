import { AsyncLocalStorage } from 'node:async_hooks';
import { destination, type DestinationStream, pino, type Logger } from 'pino';
import { hideAddresses } from './text/redact.ts';

const requestIds = new AsyncLocalStorage<string>();

/** Log lines of this work, whichever module writes them, have `requestId`. */
export function withRequestId<T>(requestId: string, work: () => T): T {
  return requestIds.run(requestId, work);
}

function requestId(): { requestId?: string } {
  const id = requestIds.getStore();
  return id === undefined ? {} : { requestId: id };
}

/**
 * Logs are JSON lines on stderr, because stdout belongs to the output of commands. Every line has
 * an `event`, a stable name to search for, and a `msg` for people. Addresses are redacted.
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
