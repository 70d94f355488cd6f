import type { Finding } from '@slipway/domain';
import { exitCodeOf } from './exit-code.js';

const aFinding = (code: Finding['code'], severity: Finding['severity'] = 'error'): Finding => ({
  code,
  severity,
  what: 'something is wrong',
  where: 'here',
  remedy: 'repair it',
});

test.each([
  ['planned', 0],
  ['released', 0],
  ['already-released', 0],
  ['built', 0],
  ['collected', 0],
  ['already-collected', 0],
  ['same', 0],
  ['different', 1],
  ['damaged', 1],
  ['failed', 1],
  ['cancelled', 1],
  ['paused', 3],
  ['interrupted', 130],
] as const)('%s ends with %i, whatever the notices', (outcome, code) => {
  expect(exitCodeOf({ outcome, findings: [aFinding('bad-input', 'notice')] })).toBe(code);
});

test('what cannot be done as it was asked for ends with 2, what the world refuses with 1', () => {
  expect(exitCodeOf({ outcome: 'refused', findings: [aFinding('conflict'), aFinding('bad-input')] })).toBe(2);
  expect(exitCodeOf({ outcome: 'refused', findings: [aFinding('not-found')] })).toBe(2);
  expect(exitCodeOf({ outcome: 'refused', findings: [aFinding('conflict')] })).toBe(1);
  expect(exitCodeOf({ outcome: 'refused', findings: [aFinding('unavailable'), aFinding('bad-input', 'notice')] })).toBe(
    1,
  );
});
