import { breakerThresholds as limits } from '../outbox/breaker-thresholds.ts';
import type { Fault } from '../outbox/classification/consequence.ts';

/** The result of one attempt. `fault` null: accepted. */
interface AttemptResult {
  digestId: number;
  domain: string;
  fault: Fault | null;
  reason: string;
}

/**
 * What must stop. `isImplausible`: replies that recipients are unknown are treated as implausible for
 * now.
 */
export type Trip =
  | { kind: 'pause-digest'; digestId: number; reason: string; isImplausible: boolean }
  | { kind: 'pause-domain'; domain: string; reason: string };

/** Watches the results of one sender in the order of their commits. It resets when it trips. */
export class CircuitBreaker {
  #recent: AttemptResult[] = [];
  /** Consecutive refusals. */
  #streak: AttemptResult[] = [];
  readonly #domainStreaks = new Map<string, number>();

  /** @returns what must stop now, or undefined */
  note(attempt: AttemptResult): Trip | undefined {
    this.#recent.push(attempt);
    if (this.#recent.length > limits.window) this.#recent.shift();
    if (attempt.fault === 'address') return this.#checkUnknown(attempt);
    if (attempt.fault === null) {
      this.#streak = [];
      this.#domainStreaks.delete(attempt.domain);
    }
    return attempt.fault === 'us' ? this.#noteRefusal(attempt) : undefined;
  }

  #noteRefusal(attempt: AttemptResult): Trip | undefined {
    const { domain } = attempt;
    this.#streak.push(attempt);
    this.#domainStreaks.set(domain, (this.#domainStreaks.get(domain) ?? 0) + 1);
    const trip = this.#checkRefusals(attempt);
    if (trip?.kind === 'pause-digest') this.#forget();
    if (trip?.kind === 'pause-domain') this.#forgetDomain(domain);
    return trip;
  }

  #checkRefusals({ digestId, domain, reason }: AttemptResult): Trip | undefined {
    const refusals = this.#refusalsOverThreshold();
    if (new Set(refusals.map((refusal) => refusal.domain)).size >= limits.domains)
      return { kind: 'pause-digest', digestId, reason, isImplausible: false };
    if ((this.#domainStreaks.get(domain) ?? 0) >= limits.streak || refusals.length > 0)
      return { kind: 'pause-domain', domain, reason };
    return undefined;
  }

  /** The refusals that exceed a threshold: of the window, or consecutive ones. */
  #refusalsOverThreshold(): AttemptResult[] {
    const refusals = this.#recent.filter(({ fault }) => fault === 'us');
    if (
      this.#recent.length >= limits.window &&
      refusals.length > limits.window * limits.refusedShare
    )
      return refusals;
    return this.#streak.length >= limits.streak ? this.#streak : [];
  }

  /** Many unknown addresses at once: a server that rejects all of them is not believed for now. */
  #checkUnknown({ digestId, reason }: AttemptResult): Trip | undefined {
    const last = this.#recent.slice(-limits.unknownWindow);
    const unknown = last.filter(({ fault }) => fault === 'address');
    if (
      last.length < limits.unknownWindow ||
      unknown.length <= limits.unknownWindow * limits.unknownShare
    )
      return undefined;
    this.#forget();
    return { kind: 'pause-digest', digestId, reason, isImplausible: true };
  }

  #forget(): void {
    this.#recent = [];
    this.#streak = [];
    this.#domainStreaks.clear();
  }

  #forgetDomain(domain: string): void {
    this.#recent = this.#recent.filter((attempt) => attempt.domain !== domain);
    this.#streak = [];
    this.#domainStreaks.delete(domain);
  }
}
