import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import getPort from 'get-port';
import { z } from 'zod';
import { readConfig } from '../src/config/config.ts';
import { startRoles } from '../src/app/roles.ts';
import { start } from '../src/app/bootstrap.ts';
import { deleteDataDir } from '../src/db/embedded.ts';

// The whole process in a new data folder: subscribe, confirm, send, read, unsubscribe.

const reader = 'ada@example.org';

const port = await getPort();
const url = `http://127.0.0.1:${port}`;
const dataDir = mkdtempSync(path.join(tmpdir(), 'daily-papers-demo-'));
const apiKey = randomBytes(24).toString('base64url');
const config = readConfig({
  PORT: String(port),
  DATA_DIR: dataDir,
  ADMIN_API_KEY: apiKey,
  LOG_LEVEL: 'error',
});

function say(step: string, where: string): void {
  console.log(`${step.padEnd(44)} ${where}`);
}

async function ask(where: string, options: RequestInit = {}): Promise<Response> {
  const answer = await fetch(where, { redirect: 'manual', ...options });
  if (answer.status >= 400)
    throw new Error(`${where} answered ${answer.status}: ${await answer.text()}`);
  return answer;
}

const message = z.object({ id: z.number(), subject: z.string() });

/** Waits for the message whose subject matches and returns its text. */
async function mail(subject: RegExp): Promise<{ where: string; text: string }> {
  for (let tries = 0; tries < 200; tries += 1) {
    const list = z.array(message).parse(await (await ask(`${url}/inbox/messages.json`)).json());
    const found = list.find((entry) => subject.test(entry.subject));
    if (found !== undefined) {
      const where = `${url}/inbox/${found.id}`;
      const { text } = z
        .object({ text: z.string() })
        .parse(await (await ask(where, { headers: { accept: 'application/json' } })).json());
      return { where, text };
    }
    await delay(50);
  }
  throw new Error(`no message with the subject ${subject.source} arrived`);
}

function linkIn(text: string, name: string): string {
  const found = new RegExp(`${url}/${name}/\\S+`).exec(text)?.[0];
  if (found === undefined) throw new Error(`the message has no ${name} link`);
  return found;
}

const { ctx, journal, close } = await start(config);
const server = await startRoles(ctx, journal);
try {
  await ask(`${url}/`);
  say('Today’s papers', `${url}/`);

  await ask(`${url}/subscribe`, { method: 'POST', body: new URLSearchParams({ email: reader }) });
  say(`${reader} subscribes`, `${url}/subscribe/check-inbox`);

  const confirmation = await mail(/^Confirm/);
  say('A confirmation is in the inbox', confirmation.where);
  await ask(linkIn(confirmation.text, 'confirm'), { method: 'POST' });
  say('The confirmation button is clicked', linkIn(confirmation.text, 'confirm'));

  const day = new Date().toISOString().slice(0, 10);
  const headers = { authorization: `Bearer ${apiKey}` };
  for (;;) {
    const state = await fetch(`${url}/api/v1/digests/${day}`, { headers });
    if (state.status === 200) break;
    await ask(`${url}/api/v1/digests`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ date: day }),
    });
  }
  await ask(`${url}/api/v1/digests/${day}/send`, { method: 'POST', headers });
  say('The digest of today is sent', `${url}/digests/${day}`);

  const digest = await mail(/ more$/);
  say('It is in the inbox', digest.where);
  const paper = linkIn(digest.text, 'papers');
  await ask(paper);
  say('Its first paper is read', paper);

  const unsubscribe = linkIn(digest.text, 'unsubscribe');
  await ask(unsubscribe, {
    method: 'POST',
    body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
  });
  say(`${reader} unsubscribes with one click`, unsubscribe);
  const left = await ctx.db.prisma.subscriber.findFirst({ where: { email: reader } });
  if (left?.status !== 'unsubscribed') throw new Error('the reader is still subscribed');
  console.log('Done.');
} finally {
  await server.stop();
  await close();
  await deleteDataDir(dataDir);
}
