import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { settings } from '../src/config/settings.ts';
import { duration } from '../src/config/validators.ts';

/** Returns `.env.example`: each setting with its description and default, commented out. */
export function envExample(): string {
  const lines = Object.entries(settings.shape).flatMap(([name, schema]) => {
    const unset = schema.safeParse(undefined);
    return [
      `# ${schema.description ?? ''}`,
      `# ${name}=${unset.success ? shown(unset.data, isDuration(schema)) : ''}`,
      '',
    ];
  });
  return `# Every setting and its default. Copy this file to .env and uncomment what you change.\n\n${lines.join('\n')}`;
}

function isDuration(schema: z.ZodType): boolean {
  return schema instanceof z.ZodDefault && schema.def.innerType === duration;
}

function shown(value: unknown, isMilliseconds: boolean): string {
  if (value === undefined) return '';
  if (Array.isArray(value)) return value.join(',');
  if (typeof value === 'number' && isMilliseconds) return durationText(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function durationText(milliseconds: number): string {
  const hours = milliseconds / 3_600_000;
  return hours > 24 ? `${hours / 24}d` : `${hours}h`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.stdout.write(envExample());
