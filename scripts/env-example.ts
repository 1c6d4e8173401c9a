import { settings } from '../src/config/config.ts';

/** `.env.example`: every setting with its meaning and default, all of them commented out. */
export function envExample(): string {
  const lines = Object.entries(settings.shape).flatMap(([name, schema]) => {
    const unset = schema.safeParse(undefined);
    return [`# ${schema.description ?? ''}`, `# ${name}=${unset.success ? shown(name, unset.data) : ''}`, ''];
  });
  return `# Every setting and its default. Copy this file to .env and uncomment what you change.\n\n${lines.join('\n')}`;
}

function shown(name: string, value: unknown): string {
  if (value === undefined) return '';
  if (Array.isArray(value)) return value.join(',');
  if (typeof value === 'number' && ['DIGEST_EXPIRES', 'DIGEST_CATCH_UP'].includes(name)) return `${value / 3_600_000}h`;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

if (process.argv[1]?.endsWith('env-example.ts') === true) process.stdout.write(envExample());
