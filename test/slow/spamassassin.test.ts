import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { readCatalogue } from '../../src/lib/i18n/words.ts';
import { freshContext } from '../support/context.ts';
import { everyMail } from '../support/every-mail.ts';
import { hasPrograms } from '../support/programs.ts';

const program = '/usr/bin/spamassassin';
const missing = `skipped: ${program} is not installed (apt-get install spamassassin)`;

/** Returns the score by the local rules only (no network) and the rules that matched. */
async function scoreOf(raw: string, home: string): Promise<{ score: number; status: string }> {
  const run = spawn(program, ['-L', '-t', '-x'], {
    env: { ...process.env, HOME: home },
    timeout: 120_000,
  });
  run.stdin.end(raw);
  const report = await text(run.stdout);
  const status = /^X-Spam-Status: (.*(?:\n\s.*)*)/m.exec(report)?.[1] ?? report;
  return { score: Number(/score=(-?[\d.]+)/.exec(status)?.[1] ?? Number.NaN), status };
}

test.for(readCatalogue().languages)(
  'SpamAssassin scores digest, confirmation and welcome at most 1.0 points (%s)',
  async (language, { skip }) => {
    skip(!hasPrograms(program), missing);
    const home = mkdtempSync(path.join(tmpdir(), 'daily-papers-spam-'));
    onTestFinished(() => rmSync(home, { recursive: true, force: true }));
    const { ctx } = await freshContext();
    for (const { name, raw } of await everyMail(ctx, language)) {
      if (!['digest', 'confirmation', 'welcome'].includes(name)) continue;
      const { score, status } = await scoreOf(raw, home);
      expect(score, `${name}: ${status}`).toBeLessThanOrEqual(1);
    }
  },
);
