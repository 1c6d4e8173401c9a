import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type { SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg';
import type pg from 'pg';

const require = createRequire(import.meta.url);

const schemaFile = fileURLToPath(new URL('../../prisma/schema.prisma', import.meta.url));

/** Loaded once per process: the module keeps views of its memory. */
let loaded: ReturnType<typeof load> | undefined;

async function load() {
  const bg = await import('@prisma/schema-engine-wasm/schema_engine_bg');
  // The package exports its loader but not the .wasm file next to it.
  const wasm = await readFile(
    path.join(
      path.dirname(require.resolve('@prisma/schema-engine-wasm/schema_engine_bg')),
      'schema_engine_bg.wasm',
    ),
  );
  const { instance } = await WebAssembly.instantiate(wasm, { './schema_engine_bg.js': { ...bg } });
  bg.__wbg_set_wasm(instance.exports);
  const begin = instance.exports['__wbindgen_start'];
  if (typeof begin === 'function') begin();
  return bg;
}

/**
 * Prisma's schema engine as WASM, from npm: does what `prisma migrate` does, without downloading a
 * native binary.
 */
export async function schemaEngine(pool: pg.Pool): Promise<SchemaEngine> {
  loaded ??= load();
  const bg = await loaded;
  const schema = await readFile(schemaFile, 'utf8');
  const adapter = bindMigrationAwareSqlAdapterFactory(wholeScripts(pool));
  return bg.SchemaEngine.new({ datamodels: [['schema.prisma', schema]] }, () => {}, adapter);
}

/**
 * Prisma's adapter splits a script at each `;`, even inside function bodies, and runs the pieces
 * one by one. Sent as one query, Postgres parses the script itself and runs it in one transaction:
 * a migration that fails leaves nothing behind.
 */
function wholeScripts(pool: pg.Pool): PrismaPg {
  const factory = new PrismaPg(pool, { schema: 'public' });
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const adapter = await connect();
    adapter.executeScript = async (script) => {
      await adapter.executeRaw({ sql: script, args: [], argTypes: [] });
    };
    return adapter;
  };
  return factory;
}
