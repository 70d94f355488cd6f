import { aComponent, aFailure, anArtifact, aRun, settings } from './builders.js';
import type { ChainEvent, Command, Effect, TakeOver } from './event.js';
import type { ChainRun } from './state.js';
import { step } from './step.js';

const chain = () => aRun([aComponent('core'), aComponent('app', ['core'])]);

/** The state after these events, and the effects of the last. */
function after(run: ChainRun, ...events: readonly ChainEvent[]): { state: ChainRun; effects: readonly Effect[] } {
  return events.reduce<ReturnType<typeof after>>(({ state }, event) => step(state, event), { state: run, effects: [] });
}

const tick = (now: number): ChainEvent => ({ type: 'tick', now });
const succeeded = (component: string, attempt = 1): ChainEvent => ({
  type: 'succeeded',
  component,
  attempt,
  artifacts: [anArtifact()],
  reused: false,
});
const failed = (
  component: string,
  attempt = 1,
  kind: 'build' | 'infrastructure' | 'stopped' = 'build',
): ChainEvent => ({
  type: 'failed',
  component,
  attempt,
  failure: aFailure({ kind }),
});

const command = (name: Command, number = 1): ChainEvent => ({ type: 'command', command: name, number });
const taken = (purpose: TakeOver['purpose'], answered = 0, running: TakeOver['running'] = 'ended'): ChainEvent => ({
  type: 'taken-over',
  owner: { host: 'laptop', pid: 2, started: '2' },
  policy: { maxParallel: 2, onFailure: 'keep-going' },
  now: 7,
  answered,
  purpose,
  running,
});

test('the first tick starts what requires nothing, with a marker that names run, component and attempt', () => {
  const { state, effects } = after(chain(), tick(5));

  expect(effects).toEqual([{ type: 'dispatch', component: 'core', attempt: 1, marker: 'set-1.1/core/1' }]);
  expect(state.builds[0]).toMatchObject({ status: 'running', startedAt: 5, process: null });
});

test('of what is ready, the one with the longest path before it starts first', () => {
  const run = aRun([aComponent('short'), aComponent('long')], {
    remaining: [1, 9],
    policy: { maxParallel: 1, onFailure: 'keep-going' },
  });

  expect(after(run, tick(0)).effects).toMatchObject([{ component: 'long' }]);
});

test('a build past its timeout is told to end, once, and fails as timed out', () => {
  const run = aRun([aComponent('core', [], { build: settings({ timeout: 100 }) })]);

  const late = after(run, tick(0), tick(100));
  const later = after(late.state, tick(101));
  const ended = after(later.state, failed('core', 1, 'stopped'));

  expect(late.effects).toEqual([{ type: 'cancel-run', component: 'core', attempt: 1, reason: 'timeout' }]);
  expect(later.effects).toEqual([]);
  expect(ended.state).toMatchObject({ phase: 'failed', builds: [{ failure: { kind: 'timeout' } }] });
});

test('a build that succeeds while it is told to end has succeeded', () => {
  const run = aRun([aComponent('core', [], { build: settings({ timeout: 100 }) })], { partial: true });

  expect(after(run, tick(0), tick(100), succeeded('core')).state.phase).toBe('built');
});

test('a failed build is tried again only where retry-on says so', () => {
  const run = (retryOn: 'any' | 'infrastructure') =>
    aRun([aComponent('core', [], { build: settings({ attempts: 2, retryOn }) })]);

  expect(after(run('any'), tick(0), failed('core')).effects).toMatchObject([{ type: 'dispatch', attempt: 2 }]);
  expect(after(run('infrastructure'), tick(0), failed('core')).state.phase).toBe('failed');
  expect(after(run('infrastructure'), tick(0), failed('core', 1, 'infrastructure')).effects).toMatchObject([
    { type: 'dispatch', attempt: 2 },
  ]);
});

test('news of an attempt that is over changes nothing', () => {
  const { state } = after(chain(), tick(0), failed('core'));

  expect(after(state, succeeded('core')).state).toEqual(state);
});

test('a clock that is set back makes nothing younger', () => {
  expect(after(chain(), tick(100), tick(50)).state.now).toBe(100);
});

test('pause lets what builds end and starts nothing; resume goes on', () => {
  const paused = after(chain(), tick(0), command('pause'), succeeded('core'));
  const resumed = after(paused.state, taken('go-on'));

  expect(paused).toMatchObject({ state: { phase: 'paused', owner: null }, effects: [] });
  expect(resumed).toMatchObject({ state: { phase: 'building' }, effects: [{ type: 'dispatch', component: 'app' }] });
});

test('cancel ends the children and gives up the rest', () => {
  const told = after(chain(), tick(0), command('cancel'));
  const ended = after(told.state, failed('core', 1, 'stopped'));

  expect(told.effects).toEqual([{ type: 'cancel-run', component: 'core', attempt: 1, reason: 'cancelled' }]);
  expect(ended.state).toMatchObject({ phase: 'cancelled', builds: [{ status: 'cancelled' }, { status: 'cancelled' }] });
});

test.each([
  ['pause', 'paused', 'go-on'],
  ['cancel', 'cancelled', 'retry'],
] as const)('%s while the last build runs: it may end, and no release is begun', (told, phase, purpose) => {
  const ending = after(chain(), tick(0), succeeded('core'), command(told), succeeded('app'));
  const gone = after(ending.state, taken(purpose));

  expect(ending).toMatchObject({ state: { phase, owner: null }, effects: [] });
  expect(gone).toMatchObject({ state: { phase: 'releasing' }, effects: [{ type: 'release' }] });
});

test('a paused run with nothing left but its release is cancelled, not released', () => {
  const paused = after(chain(), tick(0), succeeded('core'), command('pause'), succeeded('app'));

  expect(after(paused.state, taken('cancel'))).toMatchObject({ state: { phase: 'cancelled' }, effects: [] });
});

test('retry begins again what failed and what was skipped because of it, and keeps what is good', () => {
  const failedRun = after(chain(), tick(0), succeeded('core'), failed('app'));

  const { state, effects } = after(failedRun.state, taken('retry'));

  expect(effects).toEqual([{ type: 'dispatch', component: 'app', attempt: 2, marker: 'set-1.1/app/2' }]);
  expect(state.builds[0]?.status).toBe('succeeded');
});

test('a new owner begins again what the former one had begun, under the next attempt', () => {
  const { state } = after(chain(), tick(0));

  const next = after(state, taken('go-on'));

  expect(next.effects).toMatchObject([{ type: 'dispatch', component: 'core', attempt: 2 }]);
  expect(next.state).toMatchObject({ epoch: 2, owner: { pid: 2 }, builds: [{ startedAt: 7, failures: 0 }, {}] });
});

test('a new owner of a run that was making its release makes it again', () => {
  const { state } = after(chain(), tick(0), succeeded('core'), succeeded('app'));

  const next = after(state, taken('go-on'));

  expect(state.phase).toBe('releasing');
  expect(next.effects).toEqual([{ type: 'release' }]);
});

test('a command is followed once, however often it is told', () => {
  const paused = after(chain(), tick(0), command('pause'));
  const resumed = after(paused.state, command('resume', 2), command('pause', 1));

  expect(resumed.state).toMatchObject({ intent: 'go', answered: 2 });
});

test('resume and retry reach a run whose builds still end', () => {
  const run = aRun([aComponent('core'), aComponent('sdk'), aComponent('app', ['core'])]);

  const resumed = after(run, tick(0), command('pause'), succeeded('core'), command('resume', 2));
  const retried = after(run, tick(0), failed('core'), command('retry'));

  expect(resumed.effects).toMatchObject([{ type: 'dispatch', component: 'app' }]);
  expect(retried.effects).toMatchObject([{ type: 'dispatch', component: 'core', attempt: 2 }]);
});

test('a run that is being cancelled stays so, whatever else is asked', () => {
  const told = after(chain(), tick(0), command('cancel'), command('resume', 2), command('retry', 3));

  expect(told.state.intent).toBe('cancel');
  expect(told.effects).toEqual([]);
});

test('a paused run that nobody owns is cancelled by whoever takes it over for that', () => {
  const paused = after(chain(), tick(0), command('pause'), succeeded('core'));

  expect(after(paused.state, taken('cancel', 2))).toMatchObject({
    state: { phase: 'cancelled', answered: 2, builds: [{ status: 'succeeded' }, { status: 'cancelled' }] },
    effects: [],
  });
});

test('what is cancelled on GitHub while its release folder is made has no release, whoever makes it', () => {
  const remote: ChainRun = { ...aRun([aComponent('core')]), builder: 'github' };
  const releasing = after(remote, tick(0), succeeded('core')).state;

  const told = after(releasing, command('cancel'), { type: 'released' });
  const inherited = after(releasing, taken('cancel'));

  expect(releasing.phase).toBe('releasing');
  expect([told.state.phase, inherited.state.phase]).toEqual(['cancelled', 'cancelled']);
  expect(inherited.effects).toEqual([]);
});

test('a build keeps the workflow run that made it, whatever became of it', () => {
  const process = { id: 7, nodeId: null, url: 'u', repository, marker: 'm', attempt: 2, stage: 'completed' } as const;
  const started: ChainEvent = { type: 'started', component: 'core', attempt: 1, process };

  const ends = [[succeeded('core')], [failed('core')], [command('cancel'), failed('core', 1, 'stopped')]];

  for (const end of ends) {
    const { builds } = after(chain(), tick(0), started, ...end).state;
    expect(builds).toMatchObject([{ ran: { id: 7, attempt: 2 } }, {}]);
    expect(builds[1]).not.toHaveProperty('ran');
  }
});

const repository = { owner: 'acme', repo: 'core' };

test('what a dead owner told to end for a cancel begins again, at no cost, once a retry has taken the run over', () => {
  const retried = after(chain(), tick(0), command('cancel'), taken('retry', 2, 'going-on'));
  const over = after(retried.state, taken('go-on', 2, 'going-on'), failed('core', 1, 'stopped'));

  expect(retried.effects).toMatchObject([{ type: 'find-run', component: 'core' }]);
  expect(over.state.builds[0]).toMatchObject({ status: 'running', attempt: 2, failures: 0 });
  expect(over.effects).toEqual([{ type: 'dispatch', component: 'core', attempt: 2, marker: 'set-1.1/core/2' }]);
});

test('what a dead owner may have told to end is told so again by the next cancel', () => {
  const { state, effects } = after(
    chain(),
    tick(0),
    command('cancel'),
    taken('retry', 2, 'going-on'),
    command('cancel', 3),
  );

  expect(effects).toMatchObject([{ type: 'cancel-run', component: 'core', reason: 'cancelled' }]);
  expect(after(state, failed('core', 1, 'stopped')).state.phase).toBe('cancelled');
});
