import { settings } from '../src/config/settings.ts';
import { fileURLToPath } from 'node:url';

/** Returns `.env.example`: each setting with its description and default, commented out. */
export function envExample(): string {
  const lines = Object.entries(settings.shape).flatMap(([name, schema]) => {
    const unset = schema.safeParse(undefined);
    return [
      `# ${schema.description ?? ''}`,
      `# ${name}=${unset.success ? shown(name, unset.data) : ''}`,
      '',
    ];
  });
  return `# Every setting and its default. Copy this file to .env and uncomment what you change.\n\n${lines.join('\n')}`;
}

function shown(name: string, value: unknown): string {
  if (value === undefined) return '';
  if (Array.isArray(value)) return value.join(',');
  if (typeof value === 'number' && durations.has(name)) return durationText(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Settings whose default is a duration in milliseconds. */
const durations = new Set([
  'JOURNAL_RETENTION',
  'DIGEST_EXPIRES',
  'DIGEST_CATCH_UP',
  'SESSION_IDLE_TIMEOUT',
  'SESSION_LIFETIME',
]);

function durationText(milliseconds: number): string {
  const hours = milliseconds / 3_600_000;
  return hours > 24 ? `${hours / 24}d` : `${hours}h`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.stdout.write(envExample());
