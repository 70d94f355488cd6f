import { aComponent, aRun } from './builders.js';
import type { ChainEvent } from './event.js';
import { upcoming } from './queue.js';
import type { ChainRun } from './state.js';
import { step } from './step.js';

const names = ['a', 'b', 'c', 'd', 'e'];

/** Five that require nothing, two at a time, the first with the longest path. */
const five = aRun(
  names.map((name) => aComponent(name)),
  { remaining: [9, 8, 7, 6, 5] },
);

const after = (run: ChainRun, ...events: readonly ChainEvent[]): ChainRun =>
  events.reduce((state, event) => step(state, event).state, run);

const tick: ChainEvent = { type: 'tick', now: 0 };
const started = (component: string): ChainEvent => ({
  type: 'started',
  component,
  attempt: 1,
  process: { pid: 1, started: '1' },
});

test('what begins next is the beginning of the queue, as many as run at once, each as it will be dispatched', () => {
  const run = after(five, tick, started('a'), started('b'));

  expect(upcoming(run)).toEqual([
    { component: 'c', attempt: 1, marker: 'set-1.1/c/1' },
    { component: 'd', attempt: 1, marker: 'set-1.1/d/1' },
  ]);
});

test('nothing is told to come next until all that was dispatched has begun', () => {
  expect(upcoming(after(five, tick))).toEqual([]);
  expect(upcoming(after(five, tick, started('a')))).toEqual([]);
});

test.each<ChainEvent>([
  { type: 'command', command: 'pause', number: 1 },
  { type: 'command', command: 'cancel', number: 1 },
  { type: 'interrupt' },
])('nothing comes next after $type $command', (event) => {
  expect(upcoming(after(five, tick, started('a'), started('b'), event))).toEqual([]);
});

test('what failed before is left out, as what it left is there to be looked at until it begins again', () => {
  const failed = { status: 'waiting', attempt: 1, failures: 1 } as const;
  const run = after(five, tick, started('a'), started('b'));

  expect(upcoming({ ...run, builds: run.builds.with(2, failed) })).toMatchObject([{ component: 'd' }]);
});
