import { destination, type DestinationStream, pino, type Logger } from 'pino';
import { hideAddresses } from './text/redact.ts';

/** Logs are JSON lines on stderr, because stdout belongs to the output of commands. Addresses are redacted. */
export function makeLog(level: string, to: DestinationStream = destination({ fd: 2, sync: false })): Logger {
  const hooks = { streamWrite: hideAddresses };
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime, hooks }, to);
}
