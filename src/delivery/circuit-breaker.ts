import type { Fault } from '../outbox/classification/consequence.ts';

/** How one attempt ended, for the breaker: null is accepted. */
interface Verdict {
  digestId: number;
  domain: string;
  fault: Fault | null;
  reason: string;
}

/** What must stop. `unbelieved`: what said that addresses do not exist is not to be believed yet. */
export type Trip =
  | { kind: 'pause-digest'; digestId: number; reason: string; unbelieved: boolean }
  | { kind: 'pause-domain'; domain: string; reason: string };

/** "50 in a row": refusals about us, without one acceptance between. */
const streakLimit = 50;
/** "More than 5 % of the last 1,000." */
const window = 1000;
const usShare = 0.05;
/** "Over 20 % of the last 500" that do not exist: a broken relay or a bought list. */
const unknownWindow = 500;
const unknownShare = 0.2;
/** Fewer domains than these refusing is their affair, not ours. */
const domainsToBlameUs = 3;

export interface Breaker {
  /** @returns what must stop now, if anything */
  note(verdict: Verdict): Trip | undefined;
}

/** Watches the verdicts of one sender in the order of their commit; forgets all when it trips. */
export function makeBreaker(): Breaker {
  let recent: Verdict[] = [];
  let streak: Verdict[] = [];
  const domainStreaks = new Map<string, number>();

  function forget(domain?: string): void {
    recent = domain === undefined ? [] : recent.filter((verdict) => verdict.domain !== domain);
    streak = [];
    if (domain === undefined) domainStreaks.clear();
    else domainStreaks.delete(domain);
  }

  function judge(verdict: Verdict): Trip | undefined {
    const { digestId, domain, reason } = verdict;
    const refusals = recent.filter(({ fault }) => fault === 'us');
    const many = recent.length >= window && refusals.length > window * usShare;
    const blame = many ? refusals : streak.length >= streakLimit ? streak : [];
    if (new Set(blame.map((refusal) => refusal.domain)).size >= domainsToBlameUs) {
      return { kind: 'pause-digest', digestId, reason, unbelieved: false };
    }
    if ((domainStreaks.get(domain) ?? 0) >= streakLimit || blame.length > 0) {
      return { kind: 'pause-domain', domain, reason: `refused: ${reason}` };
    }
    return undefined;
  }

  return {
    note: (verdict) => {
      recent.push(verdict);
      if (recent.length > window) recent.shift();
      if (verdict.fault === 'address') return unknownBurst(recent, verdict, forget);
      if (verdict.fault === null) {
        streak = [];
        domainStreaks.delete(verdict.domain);
      }
      if (verdict.fault !== 'us') return undefined;
      streak.push(verdict);
      domainStreaks.set(verdict.domain, (domainStreaks.get(verdict.domain) ?? 0) + 1);
      const trip = judge(verdict);
      if (trip !== undefined) forget(trip.kind === 'pause-domain' ? trip.domain : undefined);
      return trip;
    },
  };
}

function unknownBurst(recent: Verdict[], { digestId, reason }: Verdict, forget: () => void): Trip | undefined {
  const last = recent.slice(-unknownWindow);
  const unknown = last.filter(({ fault }) => fault === 'address');
  if (last.length < unknownWindow || unknown.length <= unknownWindow * unknownShare) return undefined;
  forget();
  return { kind: 'pause-digest', digestId, reason, unbelieved: true };
}
