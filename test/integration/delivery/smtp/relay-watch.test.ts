import { expect, test } from 'vitest';
import { relaysOf } from '../../../../src/delivery/smtp/relay.ts';
import { watchRelay } from '../../../../src/delivery/smtp/relay-watch.ts';
import { freshContext } from '../../../support/context.ts';

test('a worker that connects while another records the relay as unreachable causes no error', async () => {
  const { ctx } = await freshContext({ SMTP_URL: 'smtp://127.0.0.1:2525' });
  const [relay] = relaysOf(ctx.config);
  const watch = watchRelay(ctx, relay, () => 1);
  const away = watch.noteUnreachable();
  watch.noteReachable();
  await expect(away).resolves.toBeUndefined();
});
