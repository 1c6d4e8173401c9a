import { expect, test } from 'vitest';
import { makeLog } from '../../../src/lib/log.ts';

test('the log contains no addresses, even in messages of a relay or of Postgres', () => {
  const lines: string[] = [];
  const log = makeLog('info', { write: (line) => lines.push(line) });
  log.error({
    event: 'delivery.pause-digest',
    reason: 'refused: 550 5.7.1 <ada.l+x@mail.example.org>: go away',
  });
  const detail = "Key (email_key)=(o'neil@example.org) already exists.";
  log.error({
    event: 'web.failed',
    err: Object.assign(new Error('"bob@example.org"'), { detail }),
  });
  log.info({ event: 'web.responded', route: '/digests/:date' });
  expect(lines.join('')).not.toMatch(/ada|neil|bob|example/);
  expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([
    { event: 'delivery.pause-digest', reason: 'refused: 550 5.7.1 <(address)>: go away' },
    { err: { detail: 'Key (email_key)=((address)) already exists.' } },
    { event: 'web.responded', route: '/digests/:date' },
  ]);
});
