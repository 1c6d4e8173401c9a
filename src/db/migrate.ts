import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Client, Pool } from 'pg';
import { schemaEngine } from './schema-engine.ts';

export const migrationsFolder = fileURLToPath(new URL('../../prisma/migrations', import.meta.url));

/** One of ours, unlikely to be anybody else's: migrations hold this advisory lock. */
const migrationLock = 4_071_101;

/** A migration folder, in the shape that Prisma's schema engine takes. */
interface Migration {
  path: string;
  migrationFile: { path: string; content: { tag: 'ok'; value: string } };
}

/** The migrations of a Prisma Migrate folder, oldest first. */
async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (path) => ({
      path,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok' as const, value: await readFile(`${folder}/${path}/migration.sql`, 'utf8') },
      },
    })),
  );
}

/**
 * Applies the migrations that are missing, as `prisma migrate deploy` would (the two are
 * interchangeable: same table, same checksums). Processes that start together wait for one another.
 * @returns the names of the migrations applied now
 * @throws when a migration fails, or one that was applied has been changed since
 */
export async function migrate(url: string, folder = migrationsFolder): Promise<string[]> {
  const migrations = await readMigrations(folder);
  const client = new Client({ connectionString: url });
  let pool: Pool | undefined;
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    if (await upToDate(client, migrations)) return [];
    pool = new Pool({ connectionString: url });
    const engine = await schemaEngine(pool);
    const lockfile = await readFile(`${folder}/migration_lock.toml`, 'utf8');
    const { appliedMigrationNames } = await engine.applyMigrations({
      migrationsList: {
        baseDir: folder,
        lockfile: { path: 'migration_lock.toml', content: lockfile },
        shadowDbInitScript: '',
        migrationDirectories: migrations,
      },
      filters: { externalTables: [], externalEnums: [] },
    });
    return appliedMigrationNames;
  } finally {
    await pool?.end();
    await client.end();
  }
}

/** Whether all of them stand in Prisma's own table with the checksums of the files: the usual start, 1 ms. */
async function upToDate(client: Client, migrations: Migration[]): Promise<boolean> {
  const { rows: exists } = await client.query<{ found: boolean }>(
    `select to_regclass('_prisma_migrations') is not null as found`,
  );
  if (exists[0]?.found !== true) return false;
  const { rows } = await client.query<{ name: string; checksum: string }>(
    'select migration_name as name, checksum from _prisma_migrations where finished_at is not null and rolled_back_at is null',
  );
  const applied = new Map(rows.map((row) => [row.name, row.checksum]));
  return migrations.every(
    ({ path, migrationFile }) =>
      applied.get(path) === createHash('sha256').update(migrationFile.content.value).digest('hex'),
  );
}
