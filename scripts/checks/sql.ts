import { sourceFiles } from './source-files.ts';
import { mayHoldSql, sqlLines } from './sql-places.ts';
import { foreignWrites, owners, readModels } from './table-writes.ts';

/** Files that still write another folder's table. */
const writeAllowed = new Set<string>([
  'admin/jobs/jobs.ts',
  'bounces/record.ts',
  'bounces/watch.ts',
  'outbox/sql/pause.ts',
]);

/** How many files of a folder still hold SQL outside `sql.ts` and `sql/`. */
const placesAllowed: Record<string, number> = {
  admin: 6,
  bounces: 2,
  doctor: 5,
  inbox: 2,
  outbox: 7,
  'rate-limits': 1,
  web: 1,
};

const files = sourceFiles();
const models = readModels();
const list = process.argv.includes('--list');
let failed = false;

function fail(message: string): void {
  failed = true;
  console.error(message);
}

for (const table of models.values()) {
  if (owners[table] === undefined)
    fail(`The table ${table} has no owner: add it to scripts/checks/table-writes.ts`);
}

const writes = files.flatMap((file) => {
  const found = foreignWrites(file, models);
  if (found.length > 0 && !writeAllowed.has(file.path)) fail(found.join('\n'));
  else if (list && found.length > 0) console.log(found.join('\n'));
  return found;
});
console.log(
  `${writes.length} writes of another folder's table, in ${writeAllowed.size} allowed files`,
);

const places = files.filter((file) => !mayHoldSql(file) && sqlLines(file).length > 0);
const folders = [...new Set(places.map(({ folder }) => folder))];
const counts = folders.map((folder) => {
  const found = places.filter((file) => file.folder === folder);
  const maximum = placesAllowed[folder] ?? 0;
  if (found.length > maximum)
    fail(`${folder}: ${found.length} files with SQL in the wrong place, ${maximum} allowed`);
  if (list || found.length > maximum) {
    for (const file of found) console.log(`  src/${file.path}: lines ${sqlLines(file).join(', ')}`);
  }
  return `${folder} ${found.length}`;
});
console.log(`${places.length} files with SQL outside sql.ts, sql/ and db/: ${counts.join(', ')}`);

if (failed) process.exitCode = 1;
