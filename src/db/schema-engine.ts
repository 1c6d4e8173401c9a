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

/** Prisma's adapter cuts a script at each `;`, also inside a function's body; Postgres takes it whole. */
class WholeScripts extends PrismaPg {
  override async connect() {
    const adapter = await super.connect();
    adapter.executeScript = async (script: string) => {
      await adapter.executeRaw({ sql: script, args: [], argTypes: [] });
    };
    return adapter;
  }
}

/** The module keeps views of its memory, so a process loads it once. */
let loaded: ReturnType<typeof load> | undefined;

async function load() {
  const bg = await import('@prisma/schema-engine-wasm/schema_engine_bg');
  // The package exports its loader, not the .wasm file beside it.
  const wasm = await readFile(
    path.join(path.dirname(require.resolve('@prisma/schema-engine-wasm/schema_engine_bg')), 'schema_engine_bg.wasm'),
  );
  const { instance } = await WebAssembly.instantiate(wasm, { './schema_engine_bg.js': { ...bg } });
  bg.__wbg_set_wasm(instance.exports);
  const begin = instance.exports['__wbindgen_start'];
  if (typeof begin === 'function') begin();
  return bg;
}

/** Prisma's schema engine as WASM, from npm: what `prisma migrate` does, without a native binary to download. */
export async function schemaEngine(pool: pg.Pool): Promise<SchemaEngine> {
  loaded ??= load();
  const bg = await loaded;
  const schema = await readFile(schemaFile, 'utf8');
  const adapter = bindMigrationAwareSqlAdapterFactory(new WholeScripts(pool, { schema: 'public' }));
  return bg.SchemaEngine.new({ datamodels: [['schema.prisma', schema]] }, () => {}, adapter);
}
