import type { Finding } from '@slipway/domain';
import type { ChainReport, Steered } from '@slipway/operations/orchestrate-chain';
import { exitCodeOf, exitCodeOfSteering } from './exit-code.js';

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
  ['ready', 0],
  ['lacking', 1],
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

test('a command that was told, or that came to what was asked for, is done', () => {
  const owner = { host: 'laptop', pid: 1, started: '1' };
  const report = (outcome: ChainReport['outcome']): Steered => ({
    status: 'done',
    report: { schema: 1, outcome, set: 'set-1', run: 'set-1.1', plan: null, builds: [], release: null, findings: [] },
  });

  expect(exitCodeOfSteering({ status: 'told', run: 'set-1.1', owner, attendance: 'alive' }, 'pause')).toBe(0);
  expect(exitCodeOfSteering(report('cancelled'), 'cancel')).toBe(0);
  expect(exitCodeOfSteering(report('cancelled'), 'resume')).toBe(1);
  expect(exitCodeOfSteering(report('paused'), 'resume')).toBe(3);
  expect(exitCodeOfSteering({ status: 'refused', finding: aFinding('not-found') }, 'retry')).toBe(2);
});
