import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Maximum columns of a line in a template. */
const maximum = 140;

const wide = readdirSync('templates', { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(?:liquid|mjml|html|txt|svg|css|js)$/.test(name))
  .flatMap((name) =>
    readFileSync(join('templates', name), 'utf8')
      .split('\n')
      .flatMap((line, index) =>
        line.length > maximum ? `templates/${name}:${index + 1}: ${line.length} columns` : [],
      ),
  );

console.log(`${wide.length} lines of templates are wider than ${maximum} columns`);
for (const place of wide) console.error(place);
if (wide.length > 0) process.exitCode = 1;
