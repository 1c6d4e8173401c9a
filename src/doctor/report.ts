import type { Finding } from './finding.ts';

/** The most severe state of all findings. */
export function worst(findings: Finding[]): Finding['state'] {
  const states = new Set(findings.map(({ state }) => state));
  return states.has('fail') ? 'fail' : states.has('warn') ? 'warn' : 'ok';
}

/** Formats findings, one line each, with a line below it that says what to do. */
export function report(findings: Finding[]): string {
  const width = Math.max(...findings.map(({ check }) => check.length));
  const lines = findings.flatMap(({ check, state, what, fix }) => [
    `${state.padEnd(4)}  ${check.padEnd(width)}  ${what}`,
    ...(fix === null ? [] : [`${''.padEnd(width + 6)}  ${fix}.`]),
  ]);
  const count = (state: Finding['state']) =>
    findings.filter((finding) => finding.state === state).length;
  const total = `${count('ok')} ok, ${counted(count('warn'), 'warning')}, ${counted(count('fail'), 'failure')}`;
  return [...lines, total].join('\n');
}

/** A number and its noun, such as `1 paper` or `2 papers`. */
export function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
