import { type Finding, type ProblemCode, ReleaseError } from '@slipway/domain';
import type { Build } from '../../engine/state.js';
import type { GithubReport, GithubStatus } from '../report.js';
import { type Cause, causeOf, type Ending, fallsBack } from './cause.js';

const finding = (code: ProblemCode, severity: Finding['severity'] = 'error'): Finding => ({
  code,
  severity,
  what: 'this happened',
  where: 'here',
  remedy: 'repair it',
});

const thrown = (error: unknown): Ending => ({ kind: 'thrown', error });

const told = (status: GithubStatus, ...findings: readonly Finding[]): Ending => {
  const report: GithubReport = { schema: 1, status, tag: 'v1', chain: null, release: null, findings };
  return { kind: 'told', report };
};

const errorOf = (first: ProblemCode, ...others: readonly ProblemCode[]) =>
  new ReleaseError([finding(first), ...others.map((code) => finding(code))]);

const failed = (kind: 'build' | 'unstarted'): Build => ({
  status: 'failed',
  attempt: 1,
  failures: 1,
  startedAt: 0,
  endedAt: 1,
  failure: { kind, what: 'failed', log: '', tail: [] },
});

const going: readonly Build[] = [{ status: 'waiting', attempt: 0, failures: 0 }];

interface Case {
  readonly ending: Ending;
  /** By default none: it came to no chain run. */
  readonly builds?: readonly Build[];
  readonly cause: Cause;
  readonly falls: boolean;
}

test.each<readonly [string, Case]>([
  ['a mistake of ours', { ending: thrown(new TypeError('x is not a function')), cause: 'bug', falls: true }],
  ['what is thrown and is no error', { ending: thrown('oh'), cause: 'bug', falls: true }],
  ['GitHub away before it began', { ending: thrown(errorOf('unavailable')), cause: 'unavailable', falls: true }],
  ['GitHub away', { ending: thrown(errorOf('unavailable')), builds: going, cause: 'unavailable', falls: true }],
  [
    'assets that do not go up',
    { ending: told('failed', finding('unavailable')), builds: going, cause: 'unavailable', falls: true },
  ],
  [
    'a lost permission',
    { ending: thrown(errorOf('missing-permission')), builds: going, cause: 'permission-withdrawn', falls: true },
  ],
  [
    'a permission never given',
    { ending: thrown(errorOf('missing-permission')), cause: 'permission-missing', falls: false },
  ],
  [
    'a build that GitHub refuses to start',
    { ending: told('failed'), builds: [failed('unstarted'), ...going], cause: 'start-refused', falls: true },
  ],
  ['a build that failed', { ending: told('failed'), builds: [failed('build')], cause: 'failed-build', falls: false }],
  [
    'one of each',
    { ending: told('failed'), builds: [failed('unstarted'), failed('build')], cause: 'failed-build', falls: false },
  ],
  [
    'a failure that says nothing',
    { ending: told('failed', finding('unavailable', 'warning')), builds: going, cause: 'failed-build', falls: false },
  ],
  [
    'bad input beside an absent GitHub',
    { ending: thrown(errorOf('unavailable', 'bad-input')), cause: 'bad-input', falls: false },
  ],
  ['a ledger of another schema', { ending: thrown(errorOf('conflict')), cause: 'conflict', falls: false }],
  [
    'a run that another process took over',
    { ending: thrown(errorOf('conflict')), builds: going, cause: 'conflict', falls: false },
  ],
  [
    'artifacts that are gone',
    { ending: thrown(errorOf('not-found')), builds: going, cause: 'not-found', falls: false },
  ],
  ['a gate', { ending: thrown(errorOf('refused-gate')), cause: 'refused-gate', falls: false }],
  [
    'a refusal, whatever its reason',
    { ending: told('refused', finding('unavailable')), cause: 'refused', falls: false },
  ],
  ['a pause', { ending: told('paused'), builds: going, cause: 'person', falls: false }],
  ['a cancellation', { ending: told('cancelled'), builds: [failed('build')], cause: 'person', falls: false }],
  ['the end of its time', { ending: told('continuing'), builds: going, cause: 'time', falls: false }],
  ['a prepared release', { ending: told('prepared'), builds: going, cause: 'none', falls: false }],
  ['a dry run', { ending: told('planned'), cause: 'none', falls: false }],
])('%s', (_, { ending, builds = null, cause, falls }) => {
  const found = causeOf(ending, { interrupted: false, builds });

  expect([found, fallsBack[found]]).toEqual([cause, falls]);
});

test('what broke because a person ended the job is no breakdown', () => {
  expect(causeOf(thrown(errorOf('unavailable')), { interrupted: true, builds: going })).toBe('person');
});
