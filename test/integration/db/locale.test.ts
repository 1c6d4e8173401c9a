import { Client } from 'pg';
import { expect, inject, onTestFinished, test } from 'vitest';
import { connect } from '../../../src/db/client.ts';
import { migrate } from '../../../src/db/migrate.ts';

test('stores addresses in a database with Turkish case rules, where lower(I) is ı', async () => {
  const url = new URL(inject('postgres'));
  const admin = new Client({ connectionString: url.href });
  await admin.connect();
  const name = `turkish_${Date.now()}`;
  await admin.query(
    `create database ${name} template template0 locale_provider icu icu_locale 'tr-TR'`,
  );
  url.pathname = `/${name}`;
  await migrate(url.href);
  const db = connect(url.href, 1);
  onTestFinished(async () => {
    await db.close();
    await admin.query(`drop database ${name}`);
    await admin.end();
  });
  const data = { email: 'INFO@example.org', emailKey: 'info@example.org' };
  expect(await db.prisma.subscriber.create({ data })).toMatchObject(data);
});
