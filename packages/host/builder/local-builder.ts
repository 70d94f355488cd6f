import { setMaxListeners } from 'node:events';
import { unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Artifact } from '@slipway/domain';
import type { BuildControl, Builder, BuildOrder, BuildOutcome, PreparedBuild } from '@slipway/operations/ports';
import { ifThere } from '../disk.js';
import { gitWith } from '../sources/git.js';
import { mirrorsIn } from '../sources/mirrors.js';
import type { ArtifactShelf } from './artifact-shelf.js';
import { findArtifacts } from './artifact-search.js';
import { type Attempt, attemptOf, clear } from './attempt.js';
import { type Ending, runGated } from './command.js';
import { artifactTrouble, blameDisk, diskFull, stopped, type Trouble, troubleOf } from './failures.js';
import { tailOf } from './log.js';
import type { GatedProcess } from '../processes/gated.js';
import { letGo, makeReady, type Ready, type Workshop } from './ready.js';
import { Tidying } from './tidying.js';
import { UpstreamFolders } from './upstream-folders.js';

export interface LocalBuilderOptions extends Ending, Omit<Workshop, 'git' | 'mirrors' | 'upstreams'> {
  readonly artifacts: ArtifactShelf;
  /** `.slipway` beside the manifest, absolute: work folders, caches and logs. */
  readonly stateDir: string;
  /** The folder of mirrors that the sources were given. */
  readonly cacheDir: string;
}

interface Context extends Workshop, Ending {
  readonly stateDir: string;
  readonly artifacts: ArtifactShelf;
  readonly tidying: Tidying;
}

/** Builds with processes of this machine. */
export function localBuilder(options: LocalBuilderOptions): Builder {
  const git = gitWith(options.environment);
  if (options.atOnce) setMaxListeners(0, options.atOnce); // each build listens, and there may be many
  const upstreams = new UpstreamFolders(join(options.stateDir, 'upstreams'), options.artifacts);
  const tidying = new Tidying(upstreams);
  const context: Context = { ...options, git, mirrors: mirrorsIn(options.cacheDir, git), upstreams, tidying };
  return {
    build: (order, control) => build(order, control, context),
    prepare: (order) => prepare(order, context),
    tidied: () => tidying.done(),
    notices: () => tidying.notices(),
  };
}

async function build(order: BuildOrder, control: BuildControl, context: Context): Promise<BuildOutcome> {
  const attempt = attemptOf(order, context.stateDir);
  const ready = await made(order, attempt, control.signal, context);
  if ('child' in ready) return carryOut(order, control, { attempt, ready, context });
  return failed(control.signal.aborted ? stopped(order, control.signal) : ready, attempt);
}

async function made(
  order: BuildOrder,
  attempt: Attempt,
  signal: AbortSignal,
  context: Context,
): Promise<Ready | Trouble> {
  await context.tidying.of(attempt);
  return makeReady(order, attempt, signal, context);
}

function prepare(order: BuildOrder, context: Context): PreparedBuild {
  const attempt = attemptOf(order, context.stateDir);
  const givenUp = new AbortController();
  // What may begin already goes first.
  const making = nextTurn().then(() => made(order, attempt, givenUp.signal, context));
  let child: GatedProcess | null = null;
  void making.then((ready) => (child = 'child' in ready ? ready.child : null));
  return {
    process: () => (child?.isThere() ? { pid: child.pid, started: child.started } : null),
    async build(control) {
      const giveUp = (): void => givenUp.abort();
      control.signal.addEventListener('abort', giveUp, { once: true });
      if (control.signal.aborted) giveUp();
      const ready = await making;
      control.signal.removeEventListener('abort', giveUp);
      if ('child' in ready && ready.child.isThere()) return carryOut(order, control, { attempt, ready, context });
      if ('child' in ready) await letGo(ready);
      return build(order, control, context);
    },
    async drop() {
      givenUp.abort();
      const ready = await making;
      if ('child' in ready) await letGo(ready);
      ifThere(() => unlinkSync(attempt.log));
      context.tidying.begin(attempt);
    },
  };
}

interface Begun {
  readonly attempt: Attempt;
  readonly ready: Ready;
  readonly context: Context;
}

async function carryOut(order: BuildOrder, control: BuildControl, begun: Begun): Promise<BuildOutcome> {
  const { attempt, ready, context } = begun;
  let trouble: Trouble | null;
  try {
    const end = await runGated(ready.child, control, context);
    trouble = troubleOf(end, order, control.signal);
  } finally {
    ready.log.close();
  }
  if (trouble) return failed(blameDisk(trouble, [attempt.source, attempt.work, attempt.cache]), attempt);
  const result = await keepArtifacts(order, attempt, context).catch(artifactTrouble);
  if ('what' in result) return failed(result, attempt);
  context.tidying.begin(attempt);
  return { status: 'succeeded', ...result };
}

async function keepArtifacts(
  { component }: BuildOrder,
  attempt: Attempt,
  { artifacts }: Context,
): Promise<Trouble | { readonly artifacts: readonly Artifact[] }> {
  const search = findArtifacts(attempt.source, component.build?.artifacts ?? []);
  if (search.status === 'refused') return { kind: 'build', what: search.what };
  return { artifacts: await artifacts.add(attempt.source, search.paths) };
}

async function failed(trouble: Trouble, attempt: Attempt): Promise<BuildOutcome> {
  // What filled the disk is of no use to anybody, and the run's state needs the space; what stays is cleared by the next attempt.
  if (trouble === diskFull) await clear(attempt).catch(() => {});
  const { log } = attempt;
  const tail = ifThere(() => tailOf(log));
  return { status: 'failed', failure: { ...trouble, log: tail === null ? '' : log, tail: tail ?? [] } };
}
