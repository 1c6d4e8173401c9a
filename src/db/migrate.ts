import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Client, Pool } from 'pg';
import { clientConfig } from './connection.ts';
import { schemaEngine } from './schema-engine.ts';
import { ScramClient } from './scram-client.ts';

export const migrationsFolder = fileURLToPath(new URL('../../prisma/migrations', import.meta.url));

/** The advisory lock of migrations. The number is arbitrary. */
const migrationLock = 4_071_101;

/**
 * The first migration of databases created before the first release. Their schema cannot be
 * converted.
 */
const oldInit = '20261124000000_init';
const oldDatabase =
  'this database was made by a version before the first release and cannot be converted: export its subscribers with ' +
  'that version, then start with an empty database (or another DATA_DIR) and import them';

/** A migration folder in the format of Prisma's schema engine. */
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
        content: {
          tag: 'ok' as const,
          value: await readFile(join(folder, path, 'migration.sql'), 'utf8'),
        },
      },
    })),
  );
}

/**
 * Applies the missing migrations, as `prisma migrate deploy` would. The two are interchangeable:
 * they use the same table and the same checksums. Processes that start together wait for one
 * another.
 * @returns the names of the migrations applied now
 * @throws if a migration fails, or an applied one has changed since
 */
export async function migrate(url: string, folder = migrationsFolder): Promise<string[]> {
  const migrations = await readMigrations(folder);
  const client = new ScramClient(clientConfig(url));
  let pool: Pool | undefined;
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    const { missing, foreign } = compare(await appliedOn(client), migrations);
    if (foreign.includes(oldInit)) throw new Error(oldDatabase);
    if (missing.length === 0) return [];
    pool = new Pool({ ...clientConfig(url), Client: ScramClient, max: 2 });
    // Without a listener, an idle connection that breaks ends the process.
    pool.on('error', () => {});
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

/** The state of the migrations of a folder, according to Prisma's table. */
export interface MigrationState {
  /** Not applied, or changed since they were applied. */
  missing: string[];
  /** Applied but not in the folder: a newer version added them. */
  foreign: string[];
}

/** Reads the state without changing anything. */
export async function migrationState(
  client: QueryClient,
  folder = migrationsFolder,
): Promise<MigrationState> {
  return compare(await appliedOn(client), await readMigrations(folder));
}

type QueryClient = Pick<Client, 'query'>;

/** The checksums of the applied migrations by name, from Prisma's table. */
async function appliedOn(client: QueryClient): Promise<Map<string, string>> {
  const { rows: exists } = await client.query<{ found: boolean }>(
    `select to_regclass('_prisma_migrations') is not null as found`,
  );
  if (exists[0]?.found !== true) return new Map();
  const { rows } = await client.query<{ name: string; checksum: string }>(
    'select migration_name as name, checksum from _prisma_migrations where finished_at is not null and rolled_back_at is null',
  );
  return new Map(rows.map((row) => [row.name, row.checksum]));
}

function compare(applied: Map<string, string>, migrations: Migration[]): MigrationState {
  const checksum = ({ migrationFile }: Migration) =>
    createHash('sha256').update(migrationFile.content.value).digest('hex');
  const known = new Set(migrations.map(({ path }) => path));
  return {
    missing: migrations
      .filter((migration) => applied.get(migration.path) !== checksum(migration))
      .map(({ path }) => path),
    foreign: [...applied.keys()].filter((name) => !known.has(name)),
  };
}
