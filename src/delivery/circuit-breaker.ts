import { breakerThresholds as limits } from '../outbox/breaker-thresholds.ts';
import type { Fault } from '../outbox/classification/consequence.ts';

/** The result of one attempt; `fault` null: accepted. */
interface AttemptResult {
  digestId: number;
  domain: string;
  fault: Fault | null;
  reason: string;
}

/**
 * What must stop. `unbelieved`: what said that addresses do not exist is not to be believed yet.
 */
export type Trip =
  | { kind: 'pause-digest'; digestId: number; reason: string; unbelieved: boolean }
  | { kind: 'pause-domain'; domain: string; reason: string };

export interface Breaker {
  /** @returns what must stop now, if anything */
  note(attempt: AttemptResult): Trip | undefined;
}

/** Watches the results of one sender in the order of their commit; forgets all when it trips. */
export function makeBreaker(): Breaker {
  let recent: AttemptResult[] = [];
  let streak: AttemptResult[] = [];
  const domainStreaks = new Map<string, number>();

  function forget(domain?: string): void {
    recent = domain === undefined ? [] : recent.filter((attempt) => attempt.domain !== domain);
    streak = [];
    if (domain === undefined) domainStreaks.clear();
    else domainStreaks.delete(domain);
  }

  function check(attempt: AttemptResult): Trip | undefined {
    const { digestId, domain, reason } = attempt;
    const refusals = recent.filter(({ fault }) => fault === 'us');
    const many =
      recent.length >= limits.window && refusals.length > limits.window * limits.refusedShare;
    const blame = many ? refusals : streak.length >= limits.streak ? streak : [];
    if (new Set(blame.map((refusal) => refusal.domain)).size >= limits.domains) {
      return { kind: 'pause-digest', digestId, reason, unbelieved: false };
    }
    if ((domainStreaks.get(domain) ?? 0) >= limits.streak || blame.length > 0) {
      return { kind: 'pause-domain', domain, reason };
    }
    return undefined;
  }

  return {
    note: (attempt) => {
      recent.push(attempt);
      if (recent.length > limits.window) recent.shift();
      if (attempt.fault === 'address') return unknownBurst(recent, attempt, forget);
      if (attempt.fault === null) {
        streak = [];
        domainStreaks.delete(attempt.domain);
      }
      if (attempt.fault !== 'us') return undefined;
      streak.push(attempt);
      domainStreaks.set(attempt.domain, (domainStreaks.get(attempt.domain) ?? 0) + 1);
      const trip = check(attempt);
      if (trip !== undefined) forget(trip.kind === 'pause-domain' ? trip.domain : undefined);
      return trip;
    },
  };
}

function unknownBurst(
  recent: AttemptResult[],
  { digestId, reason }: AttemptResult,
  forget: () => void,
): Trip | undefined {
  const last = recent.slice(-limits.unknownWindow);
  const unknown = last.filter(({ fault }) => fault === 'address');
  if (
    last.length < limits.unknownWindow ||
    unknown.length <= limits.unknownWindow * limits.unknownShare
  )
    return undefined;
  forget();
  return { kind: 'pause-digest', digestId, reason, unbelieved: true };
}
