import { Visitor, type Expression } from 'oxc-parser';
import { lineOf, type SourceFile } from './source-files.ts';

/** SQL belongs in `sql.ts`, in a folder `sql/`, or in `db/`. */
export function mayHoldSql({ path, folder }: SourceFile): boolean {
  return folder === 'db' || /(?:^|\/)sql(?:\/|\.ts$)/.test(path);
}

const raw =
  /^(?:query|\$queryRaw|\$queryRawUnsafe|\$executeRaw|\$executeRawUnsafe|executeRaw|queryRaw)$/;

/** Returns the lines of a file with an SQL template or a raw query. */
export function sqlLines({ text, parsed }: SourceFile): number[] {
  const lines = new Set<number>();
  const add = (offset: number) => lines.add(lineOf(text, offset));
  new Visitor({
    TaggedTemplateExpression: ({ tag, start }) => {
      const name = lastName(tag);
      if (name === 'sql' || raw.test(name)) add(start);
    },
    CallExpression: ({ callee, start }) => {
      if (callee.type === 'MemberExpression' && raw.test(lastName(callee))) add(start);
    },
  }).visit(parsed.program);
  return [...lines];
}

function lastName(expression: Expression): string {
  if (expression.type === 'Identifier') return expression.name;
  if (expression.type !== 'MemberExpression' || expression.property.type !== 'Identifier')
    return '';
  return expression.property.name;
}
