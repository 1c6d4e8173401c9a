import { Visitor, type ObjectExpression } from 'oxc-parser';
import { lineOf, report, type SourceFile, sourceFiles } from './source-files.ts';
import { fileURLToPath } from 'node:url';

const level = /^(?:trace|debug|info|warn|error|fatal)$/;

/**
 * Returns log calls without an object that has `event`, or without a message as second argument.
 */
export function incompleteLogCalls({ path, text, parsed }: SourceFile): string[] {
  const found: string[] = [];
  new Visitor({
    CallExpression: ({ callee, arguments: [fields, message], start }) => {
      if (callee.type !== 'MemberExpression') return;
      const { object, property, computed } = callee;
      const name =
        object.type === 'Identifier'
          ? object.name
          : object.type === 'MemberExpression' && object.property.type === 'Identifier'
            ? object.property.name
            : '';
      if (
        name !== 'log' ||
        (!computed && !(property.type === 'Identifier' && level.test(property.name)))
      )
        return;
      const lacksEvent = fields?.type === 'ObjectExpression' && !hasEvent(fields);
      const lacksFields =
        fields === undefined || fields.type === 'Literal' || fields.type === 'TemplateLiteral';
      if (lacksEvent || lacksFields || message === undefined)
        found.push(`src/${path}:${lineOf(text, start)}`);
    },
  }).visit(parsed.program);
  return found;
}

function hasEvent({ properties }: ObjectExpression): boolean {
  return properties.some(
    (property) =>
      property.type === 'Property' &&
      property.key.type === 'Identifier' &&
      property.key.name === 'event',
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const found = sourceFiles().flatMap(incompleteLogCalls);
  report(
    found.map(
      (place) => `${place}: a log line has an event and a message: log.info({ event }, 'message')`,
    ),
    'log calls without event or message',
  );
}
