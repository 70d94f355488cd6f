import fc from 'fast-check';
import { verdictOf } from './verdict.js';

const standing = (conclusion: string | null) => ({
  run: { repository: { owner: 'acme', repo: 'core' }, id: 1, nodeId: null, url: 'https://github.test/run' },
  stage: 'completed' as const,
  attempt: 1,
  conclusion,
  startedAt: null,
  updatedAt: 0,
});

test('only success is success: every other word is a failure, the unknown ones too', () => {
  fc.assert(
    fc.property(fc.option(fc.string()), (word) => {
      fc.pre(word !== 'success');
      expect(verdictOf(standing(word))).toMatchObject({ what: expect.any(String), log: 'https://github.test/run' });
    }),
  );
  expect(verdictOf(standing('success'))).toBe('success');
});

test.each([
  ['failure', 'build'],
  ['timed_out', 'timeout'],
  ['cancelled', 'stopped'],
  ['constructor', 'build'],
  ['stale', 'infrastructure'],
])('%s is a failure of kind %s', (conclusion, kind) => {
  expect(verdictOf(standing(conclusion))).toMatchObject({ kind });
});
