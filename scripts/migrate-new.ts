import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Pool } from 'pg';
import { deleteDataDir, startEmbedded } from '../src/db/embedded.ts';
import { migrationsFolder } from '../src/db/migrate.ts';
import { schemaEngine } from '../src/db/schema-engine.ts';

// npm run migrate:new -- NAME: writes the migration from the committed prisma/schema.prisma to the
// one in the working tree. It compares two schema files, because the engine's comparison with a
// database panics in WASM on Postgres 18.

const [name] = process.argv.slice(2);
if (name === undefined || !/^[a-z][a-z0-9_]{2,60}$/.test(name)) {
  console.error('usage: npm run migrate:new -- name_of_the_change (lower case, digits, _)');
  process.exit(2);
}
const schema = 'prisma/schema.prisma';
const before = execFileSync('git', ['show', `HEAD:${schema}`], { encoding: 'utf8' });
const dataDir = mkdtempSync(path.join(tmpdir(), 'daily-papers-migrate-'));
const server = await startEmbedded(dataDir);
const pool = new Pool({ connectionString: server.url });
try {
  const engine = await schemaEngine(pool);
  const { stdout } = await engine.diff({
    from: { tag: 'schemaDatamodel', files: [{ path: schema, content: before }] },
    to: {
      tag: 'schemaDatamodel',
      files: [{ path: schema, content: readFileSync(schema, 'utf8') }],
    },
    script: true,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  });
  const script = stdout ?? '';
  if (script.trim() === '' || script.includes('This is an empty migration')) {
    console.log(`${schema} is unchanged since the last commit: nothing to do.`);
  } else {
    const stamp = new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14);
    const folder = path.join(migrationsFolder, `${stamp}_${name}`);
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'migration.sql'), script);
    console.log(`${path.relative(process.cwd(), folder)}/migration.sql\n\n${script}`);
  }
} finally {
  await pool.end();
  await server.release();
  await deleteDataDir(dataDir);
}
