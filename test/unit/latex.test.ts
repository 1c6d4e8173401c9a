import { describe, expect, test } from 'vitest';
import { latexToHtml, latexToText } from '../../src/papers/latex.ts';

describe('LaTeX as Unicode', () => {
  test.each([
    ['SF(DA)$^2$: adaptation', 'SF(DA)²: adaptation'],
    ['the $\\ell_1$ norm', 'the ℓ₁ norm'],
    ['$\\mathcal{O}(\\log n)$', '𝒪(log n)'],
    ['$10^{-3}$', '10⁻³'],
    ['$\\frac{a}{b}$', 'a/b'],
    ['71.9\\% of R\\&D', '71.9% of R&D'],
    ['\\textbf{bold} and \\emph{slanted}', 'bold and slanted'],
    ['see \\url{https://example.org/a_b}', 'see https://example.org/a_b'],
    ["Erd\\H{o}s and Poincar\\'e", 'Erdős and Poincaré'],
    ['it costs $5 and $10', 'it costs $5 and $10'],
    ['no LaTeX at all', 'no LaTeX at all'],
  ])('%s reads %s', (source, text) => {
    expect(latexToText(source)).toBe(text);
  });
  test('what cannot be parsed keeps its words', () => {
    expect(latexToText('$\\weird{x}{y$')).toContain('weird');
  });
});

describe('LaTeX on pages', () => {
  test('a formula is MathML, without its source', () => {
    expect(latexToHtml('$x^2$')).toMatch(/^<math .*<\/math>$/);
    expect(latexToHtml('$x^2$')).not.toContain('annotation');
  });
  test('text is escaped, inside formulas too', () => {
    expect(latexToHtml('<b>a</b> $\\href{javascript:x}{<i>}$')).not.toMatch(/<b>|<i>|href=/);
  });
});
