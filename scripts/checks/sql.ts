import { report, sourceFiles } from './source-files.ts';
import { mayHoldSql, sqlLines } from './sql-places.ts';
import { foreignWrites, owners, readModels } from './table-writes.ts';

const files = sourceFiles();
const models = readModels();

report(
  [...models.values()].filter((table) => owners[table] === undefined),
  'tables without an owner in scripts/checks/table-writes.ts',
);
report(
  files.flatMap((file) => foreignWrites(file, models)),
  "writes of another folder's table",
);
report(
  files
    .filter((file) => !mayHoldSql(file) && sqlLines(file).length > 0)
    .map((file) => `src/${file.path}: lines ${sqlLines(file).join(', ')}`),
  'files with SQL outside sql.ts, sql/ and db/',
);
