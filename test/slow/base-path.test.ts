import getPort from 'get-port';
import { expect, test } from 'vitest';
import { readConfig } from '../../src/config/config.ts';
import { loadKeyring } from '../../src/db/keyring.ts';
import { examinePublicUrl } from '../../src/doctor/public-url.ts';
import { freshDatabase } from '../support/database.ts';
import { hasPrograms } from '../support/programs.ts';
import { startNginx } from '../support/nginx.ts';
import { cli, startServer } from '../support/program.ts';

const form = (fields: Record<string, string>) => ({
  method: 'POST',
  redirect: 'manual' as const,
  body: new URLSearchParams(fields),
});

/** Returns all addresses on this host that a page links to. */
function linksIn(html: string, page: string): string[] {
  const values = [...html.matchAll(/ (?:href|src|action)="([^"]*)"/g)].map(([, value = '']) =>
    value.replaceAll('&amp;', '&'),
  );
  return values
    .map((value) => new URL(value, page))
    .filter(({ protocol, host }) => protocol === 'http:' && host === new URL(page).host)
    .map(({ origin, pathname, search }) => origin + pathname + search);
}

test.skipIf(!hasPrograms('/usr/sbin/nginx'))(
  'links, forms, redirects, files, feeds, the cookie and the cache work under a path behind nginx',
  async () => {
    const port = await getPort();
    const url = `http://127.0.0.1:${port}/papers`;
    const { url: DATABASE_URL, db } = await freshDatabase();
    const env = { DATABASE_URL, PUBLIC_URL: url, PAPER_SOURCES: 'sample' };
    await cli(['papers', 'fetch'], env);
    await cli(['digest', 'compose'], env);
    await cli(['digest', 'send'], env);
    const server = await startServer({ ...env, TRUST_PROXY: '127.0.0.1' });
    await startNginx(port, `location /papers { proxy_pass ${server.url}; }`);

    const seen = new Set([`${url}/`]);
    for (const page of seen) {
      const answer = await fetch(page, { headers: { accept: 'text/html' } });
      // The action of a form may accept only POST.
      expect([page, [200, 405].includes(answer.status)]).toEqual([page, true]);
      const isPage = answer.headers.get('content-type')?.startsWith('text/html') === true;
      const text = await answer.text();
      if (!isPage || seen.size > 60) continue;
      for (const link of linksIn(text, page)) {
        expect(link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/papers(?:\/|$)/);
        if (!/sign-in|unsubscribe/.test(link)) seen.add(link);
      }
    }
    expect([...seen].filter((link) => /\/papers\/papers\/\d+$/.test(link))).not.toHaveLength(0);
    const feed = await (await fetch(`${url}/feed.xml`)).text();
    expect(feed).toContain(`${url}/papers/`);

    const subscribed = await fetch(`${url}/subscribe`, form({ email: 'ada@example.org' }));
    expect([subscribed.status, subscribed.headers.get('location')]).toEqual([
      303,
      '/papers/subscribe/check-inbox',
    ]);

    const again = () => fetch(`${url}/search?q=attention`);
    const etag = (await again()).headers.get('etag') ?? '';
    const cached = await fetch(`${url}/search?q=attention`, { headers: { 'if-none-match': etag } });
    expect(cached.status).toBe(304);

    const password = 'a password of some length';
    await cli(
      ['admin', 'create', '--email', 'owner@example.org', '--password-stdin'],
      env,
      `${password}\n`,
    );
    const signIn = await fetch(`${url}/admin`, { redirect: 'manual' });
    expect(signIn.headers.get('location')).toBe('/papers/admin/sign-in?next=%2Fadmin');
    const signedIn = await fetch(
      `${url}/admin/sign-in`,
      form({ email: 'owner@example.org', password, next: '/admin' }),
    );
    expect(signedIn.headers.get('location')).toBe('/papers/admin');
    expect(signedIn.headers.get('set-cookie')).toMatch(/^operator=.*; Path=\/papers;/);

    const keys = await loadKeyring(db);
    const look = (PUBLIC_URL: string) =>
      examinePublicUrl(readConfig({ PUBLIC_URL }), keys, new Date());
    expect(await look(url)).toMatchObject([{ check: 'public-url', state: 'ok' }]);
    const stripping = await getPort();
    await startNginx(stripping, `location /papers/ { proxy_pass ${server.url}/; }`);
    expect(await look(`http://127.0.0.1:${stripping}/papers`)).toMatchObject([
      { check: 'public-url', state: 'fail', what: expect.stringContaining('removes /papers') },
    ]);
  },
);
