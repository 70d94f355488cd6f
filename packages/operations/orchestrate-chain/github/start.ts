import { digestOf, type Finding } from '@slipway/domain';
import pMap from 'p-map';
import type { ResolvedSource } from '../../ports/index.js';
import { begin } from '../engine/begin.js';
import { type ChainComponent, type ChainRun, isUnfinished } from '../engine/state.js';
import type { Component } from '../manifest/manifest.js';
import type { Plan } from '../plan/plan.js';
import { releaseObstacles } from '../preflight.js';
import { pendingCommands } from '../run/commands.js';
import type { Beginning } from '../run/drive.js';
import { mayTakeOver } from '../run/recover.js';
import { newestRun, runId, type StoredRun } from '../run/runs.js';
import { takeOverOf } from '../run/start.js';
import { endDeletion } from './cancel.js';
import { cancelled } from './cancelled.js';
import { repositoryName } from './dispatch.js';
import { fallbackFindings } from './fallback/preflight.js';
import { nextNumber } from './fallback/record.js';
import { tagFindings } from './notices.js';
import type { GithubPorts } from './ports.js';
import { buildFindings } from './preflight/builds.js';
import { releaseFindings, writingFindings } from './preflight/release.js';
import { readPrepared } from './release-record.js';
import type { GithubWish } from './wish.js';

export type GithubStart =
  | ({ readonly status: 'started'; readonly notices: readonly Finding[] } & Beginning)
  /** All is built; what comes after can be done again. */
  | { readonly status: 'built'; readonly stored: StoredRun }
  /** Cancelled, or to be, and something of it is left. */
  | { readonly status: 'half-cancelled'; readonly run: string }
  /** A dry run: it could start. */
  | ({ readonly status: 'ready'; readonly notices: readonly Finding[] } & Beginning)
  | { readonly status: 'refused'; readonly findings: readonly Finding[] };

/** Goes on with the newest run under the tag, wherever that stopped; begins one where there is none. */
export async function startOnGithub(ports: GithubPorts, wish: GithubWish, plan: Plan): Promise<GithubStart> {
  const newest = await newestRun(ports.ledger, wish.tag);
  if (newest === null || wish.begin === 'restart') return beginNext(ports, wish, plan, newest);
  const { run } = newest;
  if (run.inputs !== inputsOf(wish))
    return { status: 'refused', findings: [changed(run.id, `${wish.file} (or only, or skip)`)] };
  const { prerelease } = wish.release;
  if (prerelease !== 'auto' && prerelease !== (run.asked?.prerelease ?? prerelease))
    return { status: 'refused', findings: [changed(run.id, 'prerelease')] };
  const held = isUnfinished(run) ? await mayTakeOver(run, ports.machine, wish.ownership) : null;
  if (held) return { status: 'refused', findings: [held] };
  const { wish: told } = await pendingCommands(ports.ledger, run);
  if (run.phase === 'cancelled' && told !== 'retry') return afterCancel(ports, wish, run);
  const deleting = told === 'retry' && wish.mode === 'apply' ? await endDeletion(ports, wish, run.id) : null;
  if (deleting) return { status: 'refused', findings: [deleting] };
  const isBuilt = run.phase === 'released' || run.phase === 'built';
  if (isBuilt && told === 'cancel' && !(await isPublic(ports, run))) return halfCancelled(wish, run);
  if (isBuilt)
    return wish.mode === 'dry-run'
      ? { status: 'ready', stored: newest, takeOver: null, notices: [] }
      : { status: 'built', stored: newest };
  const takeOver = await takeOverOf(ports, newest, wish.policy, isUnfinished(run) ? 'go-on' : 'retry');
  const isCancelled = takeOver.purpose === 'cancel';
  if (isCancelled && wish.mode === 'dry-run') return { status: 'refused', findings: [cancelled(run.id)] };
  const notices = isCancelled ? [] : await findingsAgain(ports, wish, run);
  if (notices.some(({ severity }) => severity === 'error')) return { status: 'refused', findings: notices };
  return { status: wish.mode === 'dry-run' ? 'ready' : 'started', stored: newest, takeOver, notices };
}

/** Whoever cancelled may have died before the draft was deleted. */
async function afterCancel({ ledger }: GithubPorts, wish: GithubWish, run: ChainRun): Promise<GithubStart> {
  const record = await readPrepared(ledger, run.id);
  const isLeft = record !== null && record.prepared.status !== 'deleted';
  return isLeft ? halfCancelled(wish, run) : { status: 'refused', findings: [cancelled(run.id)] };
}

const halfCancelled = ({ mode }: GithubWish, { id: run }: ChainRun): GithubStart =>
  mode === 'apply' ? { status: 'half-cancelled', run } : { status: 'refused', findings: [cancelled(run)] };

/** Or begins to be. A cancel that was told in that moment came too late. */
async function isPublic({ ledger }: GithubPorts, { id }: ChainRun): Promise<boolean> {
  const status = (await readPrepared(ledger, id))?.prepared.status;
  return status === 'publishing' || status === 'published';
}

/** What may have changed since the run began, and would stop its release when all is built. What hinders a build, that build tells. */
async function findingsAgain(ports: GithubPorts, wish: GithubWish, run: ChainRun): Promise<readonly Finding[]> {
  const isReleased = wish.purpose === 'release' && !run.partial;
  return [
    ...(await releaseObstacles(ports.folder, run, 'replace')),
    ...(isReleased ? await releaseFindings(ports, wish, run.id) : []),
    ...(await writingFindings(ports, wish, { run: run.id, isReleased })),
    ...(isReleased ? await fallbackFindings(ports, wish) : []),
  ];
}

/** Of all that decides what is built. */
const inputsOf = ({ manifest, selection }: GithubWish) =>
  digestOf(JSON.stringify(['github', manifest.set, manifest.components, selection]));

async function beginNext(
  ports: GithubPorts,
  wish: GithubWish,
  plan: Plan,
  newest: StoredRun | null,
): Promise<GithubStart> {
  const { clock, ledger, machine } = ports;
  const planned = new Map(plan.components.map((one) => [one.name, one]));
  const wanted = wish.manifest.components.filter(({ name }) => planned.has(name));
  const id = runId(wish.tag, await nextNumber(ledger, wish.tag, newest));
  const resolved = await resolve(ports, wanted, wish);
  const isReleased = wish.purpose === 'release' && !plan.partial;
  const findings = [
    ...plan.reuseOnly.map(cannotSkip),
    ...resolved.findings,
    ...(await releaseObstacles(ports.folder, plan, 'replace')),
    ...(isReleased ? await releaseFindings(ports, wish, id) : []),
    ...(await writingFindings(ports, wish, { run: id, isReleased })),
    ...(isReleased ? await fallbackFindings(ports, wish) : []),
    ...(isReleased && wish.release.tags === 'components' ? await tagFindings(ports, resolved.components) : []),
  ];
  if (findings.some(({ severity }) => severity === 'error')) return { status: 'refused', findings };
  const components = resolved.components.map(({ component, source }): ChainComponent => {
    const { remaining = 0, expected = null } = planned.get(component.name) ?? {};
    return { component, source, remaining, expected };
  });
  const run = begin({
    id,
    set: wish.manifest.set,
    inputs: inputsOf(wish),
    partial: plan.partial,
    reuse: 'none',
    builder: 'github',
    asked: { ...wish.selection, ...(wish.purpose === 'release' && { prerelease: wish.release.prerelease }) },
    components,
    owner: machine.self(),
    policy: wish.policy,
    startedAt: clock.now(),
  });
  const status = wish.mode === 'dry-run' ? 'ready' : 'started';
  return { status, stored: { run, revision: null }, takeOver: null, notices: findings };
}

interface Resolved {
  readonly components: readonly { readonly component: Component; readonly source: ResolvedSource }[];
  readonly findings: readonly Finding[];
}

/** Commits, and the ref of each workflow: looked up once, and frozen. */
async function resolve(ports: GithubPorts, wanted: readonly Component[], wish: GithubWish): Promise<Resolved> {
  const found = await pMap(wanted, (component) => resolveOne(ports, component, wish), { concurrency: 8 });
  return {
    components: found.flatMap(({ components }) => components),
    findings: found.flatMap(({ findings }) => findings),
  };
}

async function resolveOne(ports: GithubPorts, component: Component, { file, home }: GithubWish): Promise<Resolved> {
  const { repositories, sources } = ports;
  const { remote } = component;
  if (remote === undefined) return { components: [], findings: [withoutWorkflow(component, file)] };
  const resolution = await sources.resolve(component);
  if (resolution.status === 'refused') return { components: [], findings: [resolution.finding] };
  const ref = remote.ref ?? (await repositories.look(repositoryName(remote.repository))).defaultBranch;
  const resolved = { component: { ...component, remote: { ...remote, ref } }, source: resolution.source };
  return { components: [resolved], findings: await buildFindings(ports, resolved, home) };
}

const withoutWorkflow = ({ name }: Component, file: string): Finding => ({
  code: 'bad-input',
  severity: 'error',
  what: 'the manifest does not say which workflow builds it, in which repository',
  where: `${file}: ${name}`,
  remedy: `add workflow = "build.yml" (or event = "slipway-build") and owner = "…" to [slipway], or both to [slipway.components.${name}]`,
});

const changed = (id: string, what: string): Finding => ({
  code: 'conflict',
  severity: 'error',
  what: `${what} has changed since this chain run began`,
  where: id,
  remedy: 'put it back to go on, or give --restart to begin the next chain run under this tag',
});

/** What a workflow makes hangs on its file, its runner and its secrets, too: nobody can tell that an earlier build is the same (docs/github.md). */
const cannotSkip = (name: string): Finding => ({
  code: 'not-found',
  severity: 'error',
  what: `${name} is required by what is built, and on GitHub no build of an earlier chain run stands in for one of this`,
  where: '--skip',
  remedy: `do not skip ${name}; to build only what failed, retry the chain run`,
});
