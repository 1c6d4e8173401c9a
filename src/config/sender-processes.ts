import { availableParallelism } from 'node:os';
import type { Config } from './config.ts';

/**
 * How many sender processes to start in addition to this one. One event loop uses about one core;
 * Postgres and a relay on the same machine use another.
 */
export function extraSenderProcesses({
  ROLES: roles,
  relays,
  SENDER_PROCESSES: processes,
}: Config): number {
  if (!roles.includes('sender') || relays.length === 0) return 0;
  return (processes ?? Math.max(1, Math.floor(availableParallelism() / 2))) - 1;
}
