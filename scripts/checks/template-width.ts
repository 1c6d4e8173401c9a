import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Columns of a line in a template. */
const maximum = 140;

/** Longer lines of today; a few have one long attribute value. */
const allowed = 8;

const wide = readdirSync('templates', { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(?:liquid|mjml|txt)$/.test(name))
  .flatMap((name) =>
    readFileSync(join('templates', name), 'utf8')
      .split('\n')
      .flatMap((line, index) =>
        line.length > maximum ? `templates/${name}:${index + 1}: ${line.length} columns` : [],
      ),
  );

console.log(
  `${wide.length} lines of templates are wider than ${maximum} columns, ${allowed} allowed`,
);
if (wide.length > allowed) {
  for (const place of wide) console.error(place);
  process.exitCode = 1;
}
