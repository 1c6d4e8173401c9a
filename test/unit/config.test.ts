import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { envExample } from '../../scripts/env-example.ts';
import { ConfigError, readConfig, settings } from '../../src/config.ts';

function faults(env: Record<string, string>): string[] {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
}

test('.env.example says what the settings say', () => {
  expect(readFileSync('.env.example', 'utf8')).toBe(envExample());
});

test('every setting has its line of meaning', () => {
  for (const [name, schema] of Object.entries(settings.shape))
    expect([name, schema.description]).toEqual([name, expect.stringMatching(/./)]);
});

test('a wrong value is one line: the variable, what it got, what it takes', () => {
  expect(faults({ PORT: 'eighty', DIGEST_TIME: '25:00', DIGEST_TIMEZONE: 'Mars/Olympus', ROLES: 'web,cook' })).toEqual([
    'PORT got "eighty", takes a whole number from 0 to 65535',
    'ROLES got "web,cook", takes web, scheduler, sender',
    'DIGEST_TIME got "25:00", takes a time such as 08:00',
    'DIGEST_TIMEZONE got "Mars/Olympus", takes an IANA time zone such as Europe/Berlin',
  ]);
});

test('a secret is not repeated in a fault', () => {
  const [fault] = faults({ SECRET_KEY: 'hunter2' });
  expect(fault).toBe('SECRET_KEY got a value, takes at least 32 characters');
});

test('in production PUBLIC_URL, MAIL_FROM and SMTP_URL are required', () => {
  expect(faults({ NODE_ENV: 'production' }).map((fault) => fault.split(' ')[0])).toEqual([
    'PUBLIC_URL',
    'MAIL_FROM',
    'SMTP_URL',
  ]);
  expect(
    faults({ NODE_ENV: 'production', PUBLIC_URL: 'https://p.example', MAIL_FROM: 'p@p.example', SMTP_URL: 'inbox' }),
  ).toEqual([]);
});

test('samples are dealt only where nothing at all is set', () => {
  expect(readConfig({}).sources).toEqual(['sample']);
  expect(readConfig({ PAPER_SOURCES: '' }).sources).toEqual([]);
  expect(readConfig({ SMTP_URL: 'smtp://relay.example' }).sources).toEqual([]);
  expect(readConfig({ PAPER_SOURCES: 'huggingface,arxiv:cs.CL+cs.LG' }).sources).toEqual([
    'huggingface',
    'arxiv:cs.CL+cs.LG',
  ]);
});
