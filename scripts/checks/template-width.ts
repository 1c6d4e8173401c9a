import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { report } from './source-files.ts';

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

report(wide, `lines of templates are wider than ${maximum} columns`);
