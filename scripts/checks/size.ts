import { fileURLToPath } from 'node:url';
import { Visitor } from 'oxc-parser';
import { lineOf, sourceFiles, type SourceFile } from './source-files.ts';

/** Maximum lines of a file. A table of rules or settings is data and may be longer. */
const maximumLines = 200;
const tables = /^(?:outbox\/classification\/rules\/|config\/settings\.ts$)/;

/** Maximum lines of a function, including the functions in it. */
const maximumFunctionLines = 40;

/** Maximum cyclomatic complexity (McCabe): the number of decisions in a function plus one. */
const maximumComplexity = 15;

/** The current number of longer files and functions. Lower these numbers when one is split. */
const allowed = { files: 11, functions: 9, complex: 0 };

interface Measured {
  place: string;
  lines: number;
  complexity: number;
}

type Body = { type: string; start: number; end: number };

/** Returns the functions of a file with their lines and complexity. */
export function functionsIn({ path, text, parsed }: SourceFile): Measured[] {
  const measured: Measured[] = [];
  const open: { complexity: number }[] = [];
  const enter = () => void open.push({ complexity: 1 });
  const exit = ({ start, end }: Body) => {
    const [first, last] = [lineOf(text, start), lineOf(text, end)];
    const complexity = open.pop()?.complexity ?? 0;
    measured.push({ place: `src/${path}:${first}`, lines: last - first + 1, complexity });
  };
  const decide = () => {
    const current = open.at(-1);
    if (current !== undefined) current.complexity += 1;
  };
  new Visitor({
    FunctionDeclaration: enter,
    'FunctionDeclaration:exit': exit,
    FunctionExpression: enter,
    'FunctionExpression:exit': exit,
    ArrowFunctionExpression: enter,
    'ArrowFunctionExpression:exit': exit,
    IfStatement: decide,
    ConditionalExpression: decide,
    LogicalExpression: decide,
    ForStatement: decide,
    ForInStatement: decide,
    ForOfStatement: decide,
    WhileStatement: decide,
    DoWhileStatement: decide,
    CatchClause: decide,
    SwitchCase: ({ test }) => {
      if (test !== null) decide();
    },
  }).visit(parsed.program);
  return measured;
}

/**
 * Prints what exceeds a maximum if more than the allowed number do.
 * @returns whether more do
 */
function exceeds(what: string, places: string[], limit: number): boolean {
  console.log(`${places.length} ${what}, ${limit} allowed`);
  if (places.length <= limit) return false;
  for (const place of places) console.error(place);
  return true;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const files = sourceFiles();
  const functions = files.flatMap(functionsIn);
  const longFiles = files
    .filter(({ path }) => !tables.test(path))
    .map(({ path, text }) => ({ path, lines: lineOf(text, text.length) - 1 }))
    .filter(({ lines }) => lines > maximumLines);
  const failed = [
    exceeds(
      `files over ${maximumLines} lines`,
      longFiles.map(({ path, lines }) => `src/${path}: ${lines} lines`),
      allowed.files,
    ),
    exceeds(
      `functions over ${maximumFunctionLines} lines`,
      functions
        .filter(({ lines }) => lines > maximumFunctionLines)
        .map(({ place, lines }) => `${place}: ${lines} lines`),
      allowed.functions,
    ),
    exceeds(
      `functions with a complexity over ${maximumComplexity}`,
      functions
        .filter(({ complexity }) => complexity > maximumComplexity)
        .map(({ place, complexity }) => `${place}: ${complexity}`),
      allowed.complex,
    ),
  ];
  if (failed.includes(true)) process.exitCode = 1;
}
