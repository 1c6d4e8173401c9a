import { expect, test } from 'vitest';
import { suggestedDomain } from '../../../../src/subscribers/signup/typo.ts';
import { form, startApp } from '../../../support/app.ts';
import { freshContext } from '../../../support/context.ts';
import { mails } from '../../../support/readers.ts';

async function setup(env: Record<string, string> = {}) {
  const { ctx } = await freshContext(env);
  const app = await startApp(ctx);
  const post = (fields: Record<string, string>, language = 'en') => {
    const { headers, payload } = form(fields);
    return app.inject({
      method: 'POST',
      url: '/subscribe',
      headers: { ...headers, 'accept-language': language },
      payload,
    });
  };
  const postJson = (payload: object) =>
    app.inject({
      method: 'POST',
      url: '/subscribe',
      headers: { accept: 'application/json' },
      payload,
    });
  return { ctx, app, post, postJson };
}

test('a typo in the domain gets a hint after the message is sent; it blocks nothing and shows no address', async () => {
  const { ctx, app, post, postJson } = await setup();
  const answer = await post({ email: 'ada@gmial.com' });
  expect([answer.statusCode, answer.headers.location]).toEqual([
    303,
    '/subscribe/check-inbox?meant=gmail.com',
  ]);
  expect(await mails(ctx)).toMatchObject([{ kind: 'confirmation' }]);
  expect((await ctx.db.prisma.subscriber.findFirst())?.email).toBe('ada@gmial.com');
  const page = await app.inject(answer.headers.location ?? '');
  expect(page.body).toContain('Did you mean an address at gmail.com?');
  expect(page.body).not.toContain('gmial');
  expect((await postJson({ email: 'bob@gmial.com' })).json()).toEqual({ status: 'pending' });
  expect((await post({ email: 'ada@example.org' })).headers.location).toBe(
    '/subscribe/check-inbox',
  );
});

test('a production server refuses addresses for tests, also if .env sets NODE_ENV', async () => {
  const { postJson } = await setup({ NODE_ENV: 'production', SMTP_URL: 'inbox' });
  const answer = await postJson({ email: 'ada@papers.test' });
  expect([answer.statusCode, answer.json().errors]).toEqual([
    422,
    [{ path: 'email', message: expect.stringContaining('can’t receive email') }],
  ]);
});

test('a request cannot put its own text on the page', async () => {
  const { app } = await setup();
  for (const meant of [
    'evil.example',
    '<script>',
    'gmail.com.evil.example',
    '%00',
    'gmail.com&meant=x',
  ]) {
    const page = await app.inject(`/subscribe/check-inbox?meant=${meant}`);
    expect(page.statusCode).toBe(200);
    expect(page.body).not.toContain('Did you mean an address');
  }
});

test.for([
  ['gmial.com', 'gmail.com'],
  ['gmail.con', 'gmail.com'],
  ['hotmial.com', 'hotmail.com'],
  ['yaho.com', 'yahoo.com'],
  ['outlok.com', 'outlook.com'],
  ...[
    'gmail.com',
    'gmx.net',
    'mail.com',
    'meta.com',
    'mit.edu',
    'web.de',
    'hey.com',
    'tum.de',
    'example.org',
  ].map((domain) => [domain, null] as const),
] as const)('the hint for %s is %s', async ([domain, meant]) => {
  const { app } = await setup();
  expect(suggestedDomain(`ada@${domain}`) ?? null).toBe(meant);
  expect((await app.inject(`/subscribe/meant?domain=${domain}`)).json()).toEqual({ domain: meant });
});

test('the hidden field only delays: the response and the message are the same', async () => {
  const { ctx, post } = await setup();
  const began = performance.now();
  const answer = await post({ email: 'ada@example.org', homepage: 'https://spam.example' });
  expect(performance.now() - began).toBeGreaterThan(1900);
  const other = await post({ email: 'bob@example.org' });
  expect([answer.statusCode, answer.headers.location]).toEqual([
    other.statusCode,
    other.headers.location,
  ]);
  expect(await mails(ctx)).toHaveLength(2);
});

test.for(['mailinator.com', 'sub.mailinator.com', 'MAILINATOR.com'])(
  'an address at %s is accepted, and refused if the operator chose that',
  async (domain) => {
    const email = `ada@${domain}`;
    expect((await (await setup()).post({ email })).statusCode).toBe(303);
    const { ctx, post, postJson } = await setup({ REFUSE_DISPOSABLE: 'true' });
    const page = await post({ email });
    expect([page.statusCode, page.body.includes('temporary addresses')]).toEqual([422, true]);
    expect((await postJson({ email })).json()).toMatchObject({
      status: 422,
      errors: [{ path: 'email' }],
    });
    expect(await ctx.db.prisma.subscriber.count()).toBe(0);
    expect((await post({ email: 'ada@example.org' })).statusCode).toBe(303);
  },
);

test('a refusal is in the language of the page, next to the field, with the typed address', async () => {
  const { post } = await setup();
  const { statusCode, body } = await post({ email: 'ada"><b>@' }, 'de');
  expect(statusCode).toBe(422);
  expect(body).toContain('<html lang="de"');
  expect(body).toContain('role="alert">Bitte geben Sie genau eine Adresse ein');
  expect(body).toContain('value="ada&#34;&gt;&lt;b&gt;@"');
});

test('invalid and expired links are explained in the reader’s language; HEAD works like GET', async () => {
  const { app } = await setup();
  const language = { 'accept-language': 'de' };
  for (const page of ['confirm', 'unsubscribe', 'preferences', 'manage', 'address']) {
    for (const method of ['GET', 'HEAD', 'POST'] as const) {
      for (const token of [
        'x',
        '1-aaaaaaaaaaaaaaaaaaaaaa',
        'a'.repeat(150),
        '%F0%9F%92%A9',
        '1-aaaaaaaaaaaaaaaaaaaaaa%00',
      ]) {
        const answer = await app.inject({ method, url: `/${page}/${token}`, headers: language });
        const says =
          answer.body.includes('<h1>Dieser Link funktioniert nicht</h1>') &&
          answer.body.includes('Kopieren Sie ihn bitte ganz aus der E-Mail.');
        expect([page, method, token, answer.statusCode, says]).toEqual([
          page,
          method,
          token,
          404,
          method !== 'HEAD',
        ]);
      }
    }
  }
});
