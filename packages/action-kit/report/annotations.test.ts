import type { Finding } from '@slipway/domain';
import { annotationsOf } from './annotations.js';

const aFinding = (part: Partial<Finding> = {}): Finding => ({
  code: 'bad-input',
  severity: 'error',
  what: 'is wrong',
  where: 'input out',
  remedy: 'make it right',
  ...part,
});

test('a finding becomes one annotation that says what, where and what to do', () => {
  expect(annotationsOf([aFinding()])).toEqual({
    shown: [{ severity: 'error', text: 'input out: is wrong; make it right' }],
    logged: [],
  });
});

test.each([
  ['versions.toml:12', { file: 'versions.toml', startLine: 12 }],
  ['sets/versions.toml:12:5', { file: 'sets/versions.toml', startLine: 12, startColumn: 5 }],
  ['versions.toml:12:5: versions.core', { file: 'versions.toml', startLine: 12, startColumn: 5 }],
])('%s is shown at its line', (where, place) => {
  expect(annotationsOf([aFinding({ where })]).shown).toMatchObject([{ place }]);
});

test.each(['https://github.com/acme/core', 'versions.toml: core', 'input out'])('%s is no line of a file', (where) => {
  expect(annotationsOf([aFinding({ where })]).shown[0]).not.toHaveProperty('place');
});

test('of more than ten of a kind the tenth tells how many there are, and the log has them', () => {
  const warnings = Array.from({ length: 12 }, (_, at) => aFinding({ severity: 'warning', where: `component ${at}` }));

  const { shown, logged } = annotationsOf([...warnings, aFinding()]);

  expect(shown).toHaveLength(11);
  expect(shown.at(-1)).toEqual({ severity: 'warning', text: '3 more: see the log of this step' });
  expect(logged).toHaveLength(3);
});

test('a long message is cut where GitHub would cut it, and says so', () => {
  const [annotation] = annotationsOf([aFinding({ what: 'x'.repeat(5000) })]).shown;

  expect(annotation?.text).toHaveLength(4096);
  expect(annotation?.text.endsWith('…')).toBe(true);
});
