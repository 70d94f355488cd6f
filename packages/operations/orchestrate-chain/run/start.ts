import { type Artifact, digestOf, type Finding } from '@slipway/domain';
import type {
  ArtifactStore,
  Clock,
  Ledger,
  Machine,
  ReleaseFolder,
  ResolvedSource,
  Sources,
} from '../../ports/index.js';
import type { BuildWish } from '../wish.js';
import { begin } from '../engine/begin.js';
import type { TakeOver } from '../engine/event.js';
import { isUnfinished, type ChainComponent, type ChainRun, type Policy } from '../engine/state.js';
import type { Plan } from '../plan/plan.js';
import { preflight, releaseObstacles, stateObstacles } from '../preflight.js';
import { reuseOf } from '../reuse/reuse.js';
import { pendingCommands } from './commands.js';
import type { Beginning } from './drive.js';
import { type EndOrphan, endOrphans, mayTakeOver } from './recover.js';
import { reusedBuilds } from './reused-builds.js';
import { newestRun, numberAfter, runId, type StoredRun } from './runs.js';
import { namesIn, workplaceObstacles } from './workplace.js';

export interface StartPorts {
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly machine: Machine;
  readonly sources: Sources;
  readonly store: ArtifactStore;
  readonly folder: ReleaseFolder;
  readonly endOrphan: EndOrphan;
}

export type Start =
  | ({ readonly status: 'started'; readonly notices: readonly Finding[] } & Beginning)
  /** A dry run: it could start. */
  | { readonly status: 'ready' }
  | { readonly status: 'refused'; readonly findings: readonly Finding[] };

/** Goes on with the set's unfinished run, if it was begun with the same inputs; else begins the next one. */
export async function startRun(ports: StartPorts, wish: BuildWish, plan: Plan): Promise<Start> {
  const newest = await newestRun(ports.ledger, wish.manifest.set);
  const unfinished = newest && isUnfinished(newest.run) ? newest : null;
  if (unfinished) {
    const held = await mayTakeOver(unfinished.run, ports.machine, wish.ownership);
    if (held) return { status: 'refused', findings: [held] };
    if (wish.mode === 'build') await endOrphans(unfinished.run, ports.endOrphan);
    if (unfinished.run.inputs === inputsOf(wish)) return goOn(ports, wish, unfinished);
  }
  return beginNext(ports, wish, plan, newest);
}

/** Of all that decides what is built; how many at once, and what becomes of an old folder, may differ when a run goes on. */
const inputsOf = ({ manifest, selection, reuse, from }: BuildWish) =>
  digestOf(JSON.stringify([manifest.set, manifest.components, selection, reuse, from]));

async function goOn(ports: StartPorts, wish: BuildWish, stored: StoredRun): Promise<Start> {
  const { mode, policy, existing, ownership } = wish;
  const obstacles = [
    ...(await workplaceObstacles(ports, namesIn(stored.run), ownership)),
    ...(await stateObstacles(ports.ledger, stored.run.id)),
    ...(await releaseObstacles(ports.folder, stored.run, existing)),
  ];
  if (obstacles.length > 0) return { status: 'refused', findings: obstacles };
  if (mode === 'dry-run') return { status: 'ready' };
  const notice: Finding = {
    code: 'conflict',
    severity: 'notice',
    what: 'goes on with a run that had not ended; its commits stay as they were resolved then',
    where: stored.run.id,
    remedy: 'nothing has to be done',
  };
  return { status: 'started', stored, takeOver: await takeOverOf(ports, stored, policy, 'go-on'), notices: [notice] };
}

/** What a former owner was told to do and has not done falls to the next one. */
export async function takeOverOf(
  { machine, clock, ledger }: Pick<StartPorts, 'machine' | 'clock' | 'ledger'>,
  { run }: StoredRun,
  policy: Policy,
  purpose: TakeOver['purpose'],
): Promise<TakeOver> {
  const { count: answered, wish } = await pendingCommands(ledger, run);
  const left = wish ?? (isUnfinished(run) && run.intent === 'cancel' ? 'cancel' : purpose);
  const running = run.builder === 'github' ? 'going-on' : 'ended';
  const [owner, now] = [machine.self(), clock.now()];
  return { type: 'taken-over', owner, policy, now, answered, purpose: purpose === 'cancel' ? purpose : left, running };
}

async function beginNext(ports: StartPorts, wish: BuildWish, plan: Plan, newest: StoredRun | null): Promise<Start> {
  const planned = new Set(plan.order);
  const wanted = wish.manifest.components.filter(({ name }) => planned.has(name));
  const { sources, findings: lacking } = await preflight(wanted, wish.file, ports);
  const id = runId(plan.set, numberAfter(plan.set, newest));
  const findings = [
    ...lacking,
    ...(await workplaceObstacles(ports, plan.order, wish.ownership)),
    ...(await stateObstacles(ports.ledger, id)),
    ...(await releaseObstacles(ports.folder, plan, wish.existing)),
  ];
  if (findings.length > 0) return { status: 'refused', findings };
  const components = frozen(plan, wish, sources);
  const reused = await reusedBuilds(components, plan, wish, reuseOf(ports, wish.reuse));
  if (reused.status === 'refused') return reused;
  if (wish.mode === 'dry-run') return { status: 'ready' };
  return {
    status: 'started',
    stored: { run: newRun(ports, wish, { id, plan, components, reused: reused.artifacts }), revision: null },
    takeOver: null,
    notices: newest && isUnfinished(newest.run) ? [setAside(newest.run)] : [],
  };
}

function frozen(
  plan: Plan,
  { manifest }: BuildWish,
  sources: ReadonlyMap<string, ResolvedSource>,
): readonly ChainComponent[] {
  const components = new Map(manifest.components.map((component) => [component.name, component]));
  return plan.components.flatMap(({ name, remaining, expected }) => {
    const component = components.get(name);
    const source = sources.get(name);
    return component && source ? [{ component, source, remaining, expected }] : [];
  });
}

interface Next {
  readonly id: string;
  readonly plan: Plan;
  readonly components: readonly ChainComponent[];
  readonly reused: ReadonlyMap<string, readonly Artifact[]>;
}

function newRun({ clock, machine }: StartPorts, wish: BuildWish, { id, plan, components, reused }: Next): ChainRun {
  return begin(
    {
      id,
      set: plan.set,
      inputs: inputsOf(wish),
      partial: plan.partial,
      reuse: wish.reuse,
      components,
      owner: machine.self(),
      policy: wish.policy,
      startedAt: clock.now(),
    },
    reused,
  );
}

const setAside = (run: ChainRun): Finding => ({
  code: 'conflict',
  severity: 'notice',
  what: 'an unfinished run was begun with another manifest or other options, so that a new one begins; what it built is reused',
  where: run.id,
  remedy: 'nothing has to be done',
});
