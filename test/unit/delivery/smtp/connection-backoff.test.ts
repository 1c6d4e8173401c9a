import { expect, test } from 'vitest';
import { makeGate } from '../../../../src/delivery/smtp/connection-backoff.ts';

/** A gate with a clock that is moved by hand. */
function gateAt() {
  let now = 0;
  return { gate: makeGate(() => now), wait: (ms: number) => void (now += ms) };
}

test('many that fail together are one failure; then one at a time knocks, with growing pauses', () => {
  const { gate, wait } = gateAt();
  for (let lane = 0; lane < 8; lane += 1) expect(gate.open()).toBe(true);
  for (let lane = 0; lane < 8; lane += 1) gate.failed();
  expect([gate.away(), gate.waiting(), gate.open()]).toEqual([true, 400, false]);
  wait(400);
  expect([gate.open(), gate.open()]).toEqual([true, false]);
  gate.failed();
  expect(gate.waiting()).toBe(800);
});

test('the relay is back: the gate is open to all', () => {
  const { gate, wait } = gateAt();
  gate.open();
  gate.failed();
  wait(400);
  gate.open();
  gate.succeeded();
  expect([gate.away(), gate.open(), gate.open()]).toEqual([false, true, true]);
});

test('a relay that takes no more connections is not away; a place that becomes free is tried at once', () => {
  const { gate } = gateAt();
  for (let lane = 0; lane < 3; lane += 1) gate.open();
  gate.succeeded();
  gate.succeeded();
  gate.failed();
  expect([gate.away(), gate.open()]).toEqual([false, false]);
  gate.left();
  expect(gate.open()).toBe(true);
});
