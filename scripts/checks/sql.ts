import { sourceFiles } from './source-files.ts';
import { mayHoldSql, sqlLines } from './sql-places.ts';
import { foreignWrites, owners, readModels } from './table-writes.ts';

const files = sourceFiles();
const models = readModels();

const withoutOwner = [...models.values()].filter((table) => owners[table] === undefined);
for (const table of withoutOwner)
  console.error(`The table ${table} has no owner: add it to scripts/checks/table-writes.ts`);

const writes = files.flatMap((file) => foreignWrites(file, models));
for (const write of writes) console.error(write);
console.log(`${writes.length} writes of another folder's table`);

const places = files.filter((file) => !mayHoldSql(file) && sqlLines(file).length > 0);
for (const file of places) console.error(`src/${file.path}: lines ${sqlLines(file).join(', ')}`);
console.log(`${places.length} files with SQL outside sql.ts, sql/ and db/`);

if (withoutOwner.length + writes.length + places.length > 0) process.exitCode = 1;
