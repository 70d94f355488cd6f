import { aResult, artifactsOf, commit } from './a-callee.js';
import { readResult } from './result.js';

const files = { 'out/core': 'core', 'out/tool': 'tool' };
const expected = { component: 'core', version: '1.0.0', commit, marker: 'set-1.1/core/1' };

const whatOf = (...given: Parameters<typeof readResult>): string => {
  const reading = readResult(...given);
  return reading.status === 'read' ? 'read' : reading.what;
};

test('a result that is of what was wanted, with the files that it names, is read', () => {
  expect(readResult(aResult(files), artifactsOf(files).toReversed(), expected)).toMatchObject({
    status: 'read',
    result: { component: 'core', files: artifactsOf(files) },
  });
});

test('what is not known of it is not compared', () => {
  expect(readResult(aResult(files), artifactsOf(files), { component: 'core' })).toMatchObject({ status: 'read' });
});

test.each([
  [{ commit: 'd0'.repeat(20) }, /^is of commit d0d0.*, not of c0c0/],
  [{ version: '1.0.1' }, /^is of version 1\.0\.1, not of 1\.0\.0$/],
  [{ marker: 'set-1.1/core/2' }, /^is of marker set-1\.1\/core\/2, not of /],
  [{ component: 'lib' }, /^is of component lib, not of core$/],
] as const)('a result with %j is refused', (change, what) => {
  expect(whatOf(aResult(files, change), artifactsOf(files), expected)).toMatch(what);
});

test('files that are other than the result says are refused, each by its path', () => {
  const text = aResult(files);

  expect(whatOf(text, artifactsOf({ ...files, 'out/tool': 'TOOL' }), expected)).toContain('out/tool with other bytes');
  expect(whatOf(text, artifactsOf({ 'out/core': 'core' }), expected)).toContain('lacks the file out/tool');
  expect(whatOf(text, artifactsOf({ ...files, extra: '' }), expected)).toContain('has a file extra, which');
});

test.each([[null], ['{'], ['{}'], ['[]']])('%j is no result', (text) => {
  expect(whatOf(text, [], {})).toMatch(/slipway\.json/);
});
