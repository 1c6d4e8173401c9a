import { expect, test } from 'vitest';
import type { Context } from '../../../../src/context.ts';
import { startApp } from '../../../support/app.ts';
import { freshContext } from '../../../support/context.ts';
import { linkTo } from '../../../support/links.ts';
import { addPapers, addReader, mails } from '../../../support/readers.ts';

async function setup(
  reader: Parameters<typeof addReader>[1] = {},
  env: Record<string, string> = {},
) {
  const { ctx, clock } = await freshContext(env);
  const app = await startApp(ctx);
  const id = await addReader(ctx, { email: 'ada@example.org', ...reader });
  return { ctx, clock, app, id, ...linkTo(ctx, app, 'preferences', id) };
}

const reader = (ctx: Context) => ctx.db.prisma.subscriber.findFirstOrThrow();

test.for([
  ['topics', 'x'.repeat(81), 'Please use at most 20 topics'],
  [
    'topics',
    Array.from({ length: 21 }, (_, n) => `t${n}`).join(','),
    'Please use at most 20 topics',
  ],
  ['timezone', 'Mars/Olympus', 'Please choose a time zone'],
  ['hour', '25', 'Please choose one of the options.'],
  ['hour', 'noon', 'Please choose one of the options.'],
  ['papers', '4', 'Please choose one of the options.'],
  ['frequency', 'hourly', 'Please choose one of the options.'],
  ['language', 'xx', 'Please choose one of the options.'],
  ['topicsOnly', 'perhaps', 'Please choose one of the options.'],
] as const)(
  '%s = %j is refused with a message next to the field that is announced; all input is kept',
  async ([field, value, says]) => {
    const { ctx, post, postJson } = await setup();
    const before = await reader(ctx);
    const typed = {
      topics: 'sparse autoencoders',
      frequency: 'weekdays',
      hour: '7',
      papers: '20',
      notifyWhenEmpty: 'true',
    };
    const page = await post({ ...typed, [field]: value });
    expect(page.statusCode).toBe(422);
    expect(page.body).toMatch(new RegExp(`id="${field}-error" role="alert">${says}`));
    expect(page.body.match(/role="alert"/g)).toHaveLength(1);
    const stored = {
      topics: 'sparse autoencoders',
      ...(field === 'topics' ? { topics: value } : {}),
    };
    expect(page.body).toContain(`>${stored.topics}</textarea>`);
    const choices = {
      frequency: 'value="weekdays" checked',
      hour: 'value="7" selected',
      papers: '<option selected>20',
      notifyWhenEmpty: 'name="notifyWhenEmpty" value="true" checked',
    };
    const others = Object.entries(choices).filter(([name]) => name !== field);
    for (const [, chosen] of others) expect(page.body).toContain(chosen);
    expect(await reader(ctx)).toEqual(before);
    const answer = await postJson({ ...typed, [field]: value });
    expect([answer.statusCode, answer.json().errors[0].path.split('.')[0]]).toEqual([422, field]);
  },
);

test('the first of several invalid fields gets the focus', async () => {
  const { post } = await setup();
  const { body } = await post({ topics: 'x'.repeat(81), hour: '99', papers: '1' });
  expect(body.match(/autofocus/g)).toHaveLength(1);
  expect(body).toMatch(/<textarea id="topics"[^>]* aria-invalid="true" autofocus>/);
  expect(body).toMatch(/<select id="hour"[^>]* aria-invalid="true" aria-describedby="hour-error">/);
});

test('selected suggestions are added to typed topics', async () => {
  const { ctx, get, post } = await setup({ topics: ['vision'] });
  await addPapers(ctx, '2026-03-10', [
    { title: 'One', keywords: ['Diffusion', 'vision', 'agents, many'] },
  ]);
  const { body } = await get();
  expect(body).toContain('name="suggested" value="diffusion"');
  expect(body).not.toContain('name="suggested" value="vision"');
  expect(body).not.toContain('agents, many');
  await post({ topics: 'vision, audio', suggested: 'diffusion' });
  expect((await reader(ctx)).topics).toEqual(['vision', 'audio', 'diffusion']);
  const two = new URLSearchParams([
    ['topics', 'audio'],
    ['suggested', 'diffusion'],
    ['suggested', 'audio'],
  ]);
  await post(two as unknown as Record<string, string>);
  expect((await reader(ctx)).topics).toEqual(['audio', 'diffusion']);
});

test('a pause until a day ends when that day starts in the reader’s zone', async () => {
  const { ctx, post } = await setup({ timezone: 'America/New_York' });
  const paused = await post({ action: 'pause', days: '14', until: '2026-03-20' });
  expect(await reader(ctx)).toMatchObject({
    status: 'paused',
    pausedUntil: new Date('2026-03-20T04:00:00Z'),
  });
  expect(paused.body).toMatch(/You’ll get digests again on [^<]*20 March 2026\.\s*</);
});

test.for([
  '2026-03-10',
  '2026-03-09',
  '2027-04-01',
  '2026-02-30',
  'soon',
  '0000-00-00',
  '+99999-01-01',
])('a pause until %s is refused next to the field, and kept', async (until) => {
  const { ctx, post } = await setup();
  const page = await post({ action: 'pause', until });
  expect(page.statusCode).toBe(422);
  expect(page.body).toMatch(/id="until-error" role="alert">Please choose a date between tomorrow/);
  expect(page.body).toContain(`value="${until}" aria-invalid="true"`);
  expect((await reader(ctx)).status).toBe('active');
});

test('a zone under an alias stays selected; saving the unchanged page changes nothing', async () => {
  const { ctx, get, post } = await setup({
    timezone: 'Asia/Kathmandu',
    hour: 6,
    papers: 7,
    topics: ['vision'],
  });
  const { body } = await get();
  expect(body).toContain('value="Asia/Kathmandu" selected');
  const before = await reader(ctx);
  await post({
    topics: 'vision',
    frequency: 'daily',
    hour: '6',
    timezone: 'Asia/Kathmandu',
    papers: '7',
    language: '',
  });
  expect(await reader(ctx)).toEqual(before);
});

test('the language is that of the page of the subscribe and can be changed here; messages and pages use it', async () => {
  const { ctx } = await freshContext();
  const app = await startApp(ctx);
  await app.inject({
    method: 'POST',
    url: '/subscribe',
    headers: {
      'accept-language': 'de-AT,de;q=0.9,en;q=0.5',
      'content-type': 'application/x-www-form-urlencoded',
    },
    payload: 'email=ada@example.org',
  });
  expect(await reader(ctx)).toMatchObject({ status: 'pending', language: 'de' });
  const confirmation = await ctx.db.prisma.confirmation.findFirstOrThrow();
  const confirm = linkTo(ctx, app, 'confirm', confirmation.id);
  expect((await confirm.get({ 'accept-language': 'en' })).body).toContain('Anmeldung bestätigen');
  await confirm.post();
  const { id, language } = await reader(ctx);
  expect(language).toBe('de');
  const page = linkTo(ctx, app, 'preferences', id);
  expect((await page.get()).body).toContain('Ihre Einstellungen');
  const saved = await page.post({ language: 'en' });
  expect(saved.body).toContain('<html lang="en"');
  expect(saved.body).toContain('Saved.');
  const chinese = await page.post({ language: 'zh', topics: '图像修复，cs.CL、vision' });
  expect(chinese.body).toContain('<html lang="zh"');
  expect(chinese.body).toContain('已保存。');
  expect(await reader(ctx)).toMatchObject({
    language: 'zh',
    topics: ['图像修复', 'cs.CL', 'vision'],
  });
});

test('another person who types the address does not change the language of an active reader', async () => {
  const { ctx, app, post } = await setup();
  await post({ language: 'de' });
  await app.inject({
    method: 'POST',
    url: '/subscribe',
    headers: { accept: 'application/json', 'accept-language': 'en' },
    payload: { email: 'ada@example.org', language: 'en' },
  });
  expect((await reader(ctx)).language).toBe('de');
});

test('GET and HEAD change nothing; a former reader gets 410 with an empty form, an unknown link 404', async () => {
  const { ctx, app, url, get, post, getJson } = await setup();
  const before = await reader(ctx);
  for (const method of ['GET', 'HEAD', 'GET', 'HEAD'] as const)
    expect((await app.inject({ method, url: `${url}?action=pause&days=3` })).statusCode).toBe(200);
  expect(await reader(ctx)).toEqual(before);
  expect(await mails(ctx)).toEqual([]);
  expect((await getJson()).json()).toMatchObject({ status: 'active', language: null, topics: [] });
  await ctx.db.prisma.subscriber.updateMany({ data: { status: 'bounced' } });
  for (const answer of [await get(), await post({ action: 'save' })]) {
    expect(answer.statusCode).toBe(410);
    expect(answer.body).toMatch(/name="email"[^>]* value=""/);
  }
  expect((await app.inject('/preferences/1-aaaaaaaaaaaaaaaaaaaaaa')).statusCode).toBe(404);
});

test('the page does not show the address, because digests are forwarded', async () => {
  const { get, getJson } = await setup();
  expect((await get()).body).not.toContain('ada@example.org');
  expect((await getJson()).body).not.toContain('ada@example.org');
});

test('the export can be downloaded as a file; its link expires after a day', async () => {
  const { ctx, app, post } = await setup();
  await post({ action: 'manage' });
  await post({ action: 'manage' });
  const all = await mails(ctx);
  expect(all).toHaveLength(1);
  const manage = linkTo(ctx, app, 'manage', all[0]?.id ?? 0);
  const file = await app.inject(`${manage.url}?download=json`);
  expect(file.headers['content-disposition']).toContain('attachment');
  expect(file.headers['cache-control']).toBe('no-store');
  expect(file.json()).toMatchObject({ subscriber: { email: 'ada@example.org' } });
  await ctx.db.prisma.transactionalEmail.updateMany({
    data: { createdAt: new Date(Date.now() - 86_401_000) },
  });
  expect((await manage.get()).statusCode).toBe(410);
  expect((await manage.post()).statusCode).toBe(410);
  expect(await ctx.db.prisma.subscriber.count()).toBe(1);
});
