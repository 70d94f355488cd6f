import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { ReleaseError } from '@slipway/domain';
import { dispatchSettingsOf, type Double, type RunFacts, type RunScript, withDouble } from '@slipway/github-double';
import {
  cancelOnGithub,
  type GithubPorts,
  type GithubSteered,
  type GithubWish,
  prepareOnGithub,
  releaseOnGithub,
  steerOnGithub,
} from '@slipway/operations/orchestrate-chain';
import { acme, delivering, manifestOf, portsOn, wishOf } from './a-github-chain.js';
import { live, whileProcessesAreMortal } from './a-life.js';
import {
  type Fate,
  hopelessIn,
  manifestText,
  type RandomChain,
  type RandomCommand,
  randomChains,
  type RandomLife,
} from './a-random-chain.js';
import { begunWhilePaused, brokenLaws, type Foreign, leftByCancel, type Scene as Observed } from './chain-laws.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-github-laws-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

whileProcessesAreMortal();

const minute = 60_000;

interface Scene extends Observed {
  readonly wish: GithubWish;
}

async function wishFor(chain: RandomChain): Promise<GithubWish> {
  const { maxParallel, onFailure } = chain;
  const wish = await wishOf({
    manifest: await manifestOf(manifestText(chain)),
    policy: { maxParallel, onFailure },
    queueTimeout: 3 * minute,
    runTimeout: 10 * minute,
  });
  return { ...wish, release: { ...wish.release, tags: 'components' } };
}

function scriptOf({ kind, failure, takes, listedAfter }: Fate, run: RunFacts): RunScript {
  const tries = run.attempt === 1 ? Number(/\/(\d+)$/.exec(run.title)?.[1] ?? 1) : run.attempt;
  const fails = kind === 'doomed' || (kind === 'flaky' && tries === 1);
  const common = { takes, listedAfter, queuedFor: '1s' } as const;
  if (!fails) return delivering(run, common);
  return failure === 'starved'
    ? delivering(run, { ...common, queuedFor: 'forever' })
    : delivering(run, { ...common, conclusion: failure });
}

const orchestrator = {
  kind: 'workflow',
  workflow: 'release_orchestrator.yml',
  ref: 'main',
  inputs: { tag: 'set-1' },
} as const;

const unsteered = () => ({ interrupt: new AbortController().signal, watch: () => {} });

const steered = (ports: GithubPorts, wish: GithubWish, command: RandomCommand['command']): Promise<GithubSteered> =>
  command === 'cancel' ? cancelOnGithub(ports, wish, unsteered()) : steerOnGithub(ports, wish, command, orchestrator);

/** What the status of a start was, or why there was none; what became of the commands meanwhile; and what that leaves to complain about. */
interface Came {
  readonly status: string;
  readonly steered: readonly string[];
  readonly broken: readonly string[];
}

async function start(scene: Scene, { work, death, faults, told: given, interrupted }: RandomLife): Promise<Came> {
  const { double, wish } = scene;
  const interrupt = new AbortController();
  const begun = double.clock.now();
  const reach = (at: number) => double.clock.sleep(Math.max(0, begun + at * 1000 - double.clock.now()));
  const from = double.log.entries.length;
  const steering: string[] = [];
  const broken: string[] = [];
  const beside = async (ports: GithubPorts) => {
    for (const { command, at } of given.toSorted((a, b) => a.at - b.at)) {
      await reach(at);
      const came = await steered(ports, wish, command).catch(told);
      steering.push(`${command}: ${came.status}`);
      if ('report' in came && came.report.status === 'cancelled') broken.push(...leftByCancel(scene));
    }
  };
  if (interrupted !== null) void reach(interrupted).then(() => interrupt.abort());
  const lot = { folder: mkdtempSync(join(folder, 'runner-')), death, faults, ...(given.length > 0 && { beside }) };
  const life = await live(double, lot, (ports) =>
    (work === 'run' ? releaseOnGithub : prepareOnGithub)(ports, wish, { interrupt: interrupt.signal, watch: () => {} })
      .catch(told)
      .then((report) => {
        if (report.status === 'cancelled') broken.push(...leftByCancel(scene));
        return report;
      }),
  );
  const isOnlyPaused = faults.length === 0 && given.every(({ command }) => command === 'pause');
  if (isOnlyPaused) broken.push(...begunWhilePaused(double, from, lookEvery));
  return { status: life.end === 'killed' ? 'killed' : life.result.status, steered: steering, broken };
}

/** How soon a command is followed at the latest: a look each quarter of a minute, and what was on its way by then. */
const lookEvery = 20_000;

/** What GitHub's bad days come to; whatever else is thrown is a mistake. */
function told(error: unknown): { readonly status: string } {
  if (error instanceof ReleaseError) return { status: `thrown: ${error.findings.map(({ what }) => what).join('; ')}` };
  throw error;
}

/** Components that could be built, and are not. */
function leftIn({ double, chain }: Scene): readonly string[] {
  const hopeless = hopelessIn(chain);
  return chain.components
    .map(({ name }) => name)
    .filter((name) => !hopeless.has(name))
    .filter(
      (name) => !double.runs.of(`acme/${name}`).some(({ attempts }) => attempts.at(-1)?.conclusion === 'success'),
    );
}

const peace: RandomLife = { work: 'run', death: null, faults: [], told: [], interrupted: null };

/** As somebody starts it again and again: each start can overcome one failure in a row of flaky builds. What was cancelled is retried, once. */
async function startToTheEnd(scene: Scene): Promise<Came> {
  const { double, wish, chain } = scene;
  const most = 1 + chain.components.filter(({ kind }) => kind === 'flaky').length;
  const broken: string[] = [];
  let isRetried = false;
  for (let starts = 1; ; starts += 1) {
    const came = await start(scene, peace);
    broken.push(...came.broken);
    if (!isRetried && (came.status === 'cancelled' || came.status === 'refused')) {
      const steeringJob = { folder: mkdtempSync(join(folder, 'runner-')) };
      await live(double, steeringJob, (ports) => steered(ports, wish, 'retry'));
      isRetried = true;
      starts = 0;
      continue;
    }
    const isStuck = leftIn(scene).length === 0 || chain.onFailure === 'fail-fast';
    const isHopeless = hopelessIn(chain).size > 0;
    if (came.status !== 'failed' || starts >= most || (isStuck && isHopeless)) return { ...came, broken };
  }
}

/** Somebody else's release, and a run of theirs of the workflow that we start, too. */
async function foreigners(double: Double, { components: [first] }: RandomChain): Promise<Foreign> {
  const { releases, runs } = portsOn(double, { folder });
  const wish = { tag: 'theirs', title: 'theirs', notes: '', prerelease: false };
  const draft = await double.drive(releases.createDraft(wish));
  const inputs = { 'slipway-marker': 'theirs/1', slipway: '{"upstreams":[]}' };
  const trigger = { kind: 'workflow', workflow: 'build.yml', ref: 'main', inputs } as const;
  const run = await double.drive(runs.start({ owner: 'acme', repo: first?.name ?? '' }, trigger));
  if (draft.status !== 'done' || run.status !== 'done' || !run.value) throw new Error('nothing befalls them');
  return { runs: [run.value.id], release: draft.value.id, until: double.log.entries.length };
}

async function expectLawful(chain: RandomChain): Promise<void> {
  const names = chain.components.map(({ name }) => name);
  await withDouble(acme(names), async (double) => {
    const foreign = await foreigners(double, chain);
    for (const component of chain.components)
      double.runs.script(`acme/${component.name}`, 'build.yml', (run) => scriptOf(component, run));
    if (chain.runDetails === 'refused') dispatchSettingsOf(double.world).runDetails = 'refused';
    const scene = { double, chain, foreign, wish: await wishFor(chain) };
    const before: Came[] = [];
    for (const life of chain.lives) before.push(await start(scene, life));

    const end = await startToTheEnd(scene);

    const isHopeless = hopelessIn(chain).size > 0;
    expect({
      before,
      end: end.status,
      broken: [...[...before, end].flatMap(({ broken }) => broken), ...brokenLaws(scene)],
      left: chain.onFailure === 'fail-fast' && isHopeless ? [] : leftIn(scene),
    }).toEqual({
      before: expect.anything(),
      end: isHopeless ? 'failed' : expect.stringMatching(/^(already-released|published)$/),
      broken: [],
      left: [],
    });
  });
}

test('whatever graph is built, whatever breaks and whoever dies, steers or is interrupted, the laws of a chain hold', async () => {
  await fc.assert(fc.asyncProperty(randomChains, expectLawful), {
    // A failure names its seed; to make it smaller takes longer than to read it.
    numRuns: 30,
    endOnFailure: true,
  });
}, 900_000);
