import { expect, test } from 'vitest';
import { codeLinkIn } from '../../../src/papers/code-link.ts';

test.for([
  ['Code: https://github.com/example/one.', 'https://github.com/example/one'],
  ['(github.com/example/one-2.5), and data', 'https://github.com/example/one-2.5'],
  [String.raw`at \url{https://github.com/example/my\_repo}.`, 'https://github.com/example/my_repo'],
  ['https://www.GitHub.com/example/one.git', 'https://github.com/example/one'],
  ['https://github.com/example/one/tree/main', 'https://github.com/example/one'],
  ['https://huggingface.co/example/model and https://gitlab.com/a/b', 'https://gitlab.com/a/b'],
  ['weights: huggingface.co/datasets/example/data', 'https://huggingface.co/datasets/example/data'],
  ['https://huggingface.co/papers/2603.00001', null],
  ['https://example.github.io/one/', null],
  ['https://github.com/example', null],
  ['https://notgithub.com/a/b', null],
] as const)('the code of "%s" is %s', ([text, link]) => {
  expect(codeLinkIn(text)).toBe(link);
});
