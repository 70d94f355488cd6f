import type { RunStage } from '@slipway/operations/ports';
import { aBuild, aRun } from './a-run.js';
import { changes } from './plain-lines.js';
import { painted } from './text.js';

const { waiting, running, succeeded, failed, skipped } = aBuild;

const told = (...given: Parameters<typeof changes>): readonly string[] =>
  changes(...given).map((line) => painted(line, 'plain'));

test('the first look tells what is built, and what has happened already', () => {
  expect(told(null, aRun([running, waiting]))).toEqual(['set-1.3: 2 components, 2 at a time', 'a: building']);
});

test('after that, only what changed is told', () => {
  const before = aRun([running, running, waiting]);
  const after = aRun([succeeded, running, running]);

  expect(told(before, after)).toEqual(['a: succeeded in 2.0s', 'c: building']);
  expect(told(after, after)).toEqual([]);
});

test('a build is not called building before it has a process: an earlier one may be found', () => {
  const looking = aRun([{ ...running, process: null }]);

  expect(told(aRun([waiting]), looking)).toEqual([]);
  expect(told(looking, aRun([running]))).toEqual(['a: building']);
  expect(told(looking, aRun([{ ...succeeded, reused: true }]))).toEqual(['a: reused']);
});

test('of a workflow run it is told what it waits for, and when it builds', () => {
  const at = (stage: RunStage) =>
    aRun([
      {
        ...running,
        process: {
          repository: { owner: 'acme', repo: 'a' },
          id: 1,
          nodeId: '',
          url: '',
          marker: 'm',
          attempt: 1,
          stage,
        },
      },
    ]);

  expect(told(aRun([{ ...running, process: null }]), at('queued'))).toEqual(['a: queued']);
  expect(told(at('queued'), at('waiting'))).toEqual(['a: awaiting approval']);
  expect(told(at('waiting'), at('building'))).toEqual(['a: building']);
  expect(told(at('building'), at('completed'))).toEqual([]);
});

test('a failure tells why, and nothing in it can reach the terminal as a command', () => {
  const what = 'could not start \u001b[2Jmake\u0007: \u202eno such program\nerror: forged';
  const after = aRun([{ ...failed, failure: { ...failed.failure, what } }, skipped]);

  expect(told(aRun([running, waiting]), after)).toEqual([
    'a: failed after 2.0s: could not start make: no such program error: forged',
    'b: skipped, because a failed',
  ]);
});

test('a failure is told before what was skipped because of it, wherever the two stand', () => {
  const before = aRun([waiting, running]);
  const after = aRun([{ ...skipped, because: 'b' }, failed]);

  expect(told(before, after)).toEqual([expect.stringMatching(/^b: failed after /), 'a: skipped, because b failed']);
});

test('another attempt is told by its number', () => {
  const again = { ...running, attempt: 2, failures: 1, process: null };

  expect(told(aRun([running]), aRun([{ ...waiting, attempt: 1, failures: 1 }]))).toEqual([
    'a: failed, and will be tried again',
  ]);
  expect(told(aRun([again]), aRun([{ ...again, process: running.process }]))).toEqual(['a: building, attempt 2']);
});

test('a pause is told, and that it was taken back', () => {
  const [building, pausing] = [aRun([running]), aRun([running], { intent: 'pause' })];

  expect(told(building, pausing)).toEqual(['pausing: nothing new begins']);
  expect(told(pausing, building)).toEqual(['goes on']);
});

test('an interruption and the release are told once', () => {
  const interrupted = aRun([{ ...running, stopping: 'interrupted' }], { intent: 'interrupt' });
  const releasing = aRun([succeeded], { phase: 'releasing' });

  expect(told(aRun([running]), interrupted)).toEqual([
    'a: stopping: interrupted',
    'interrupted: ending what runs; again to exit at once',
  ]);
  expect(told(interrupted, interrupted)).toEqual([]);
  expect(told(aRun([succeeded]), releasing)).toEqual(['making the release folder']);
});
