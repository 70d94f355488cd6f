import { setMaxListeners } from 'node:events';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { type Artifact, modeOf } from '@slipway/domain';
import type { BuildControl, Builder, BuildOrder, BuildOutcome, Upstream } from '@slipway/operations/ports';
import { ifThere } from '../disk.js';
import { type Git, gitWith } from '../sources/git.js';
import { type Mirrors, mirrorsIn } from '../sources/mirrors.js';
import { findArtifacts } from './artifact-search.js';
import { type Attempt, attemptOf, clear, makeFolders } from './attempt.js';
import { runGated } from './command.js';
import { blameDisk, ownTrouble, stopped, type Trouble, troubleOf } from './failures.js';
import { type Log, openLog, tailOf } from './log.js';
import { provideSource } from './source.js';
import { startBuild } from './start.js';

export interface LocalBuilderOptions {
  /** Absolute folder of the manifest. */
  readonly manifestDir: string;
  /** `.slipway` beside it, absolute: work folders, caches and logs. */
  readonly stateDir: string;
  /** The folder of mirrors that the sources were given. */
  readonly cacheDir: string;
  /** Our own environment, whole. */
  readonly environment: Readonly<Record<string, string>>;
  readonly artifacts: ArtifactShelf;
  /** Milliseconds between asking a build to end and killing it. */
  readonly grace: number;
  /** Once it is aborted nobody waits any more: before that call is over, all that builds is killed. */
  readonly atOnce?: AbortSignal;
  /** Takes each line of output as it comes, where somebody looks on. */
  readonly onOutput?: (component: string, line: string) => void;
}

/** What the builder needs of the artifact store. */
export interface ArtifactShelf {
  /** Takes in the files at `paths`, relative to `root`. */
  add(root: string, paths: readonly string[]): Promise<readonly Artifact[]>;
  /** Copies the artifacts into the folder, under their paths. */
  placeIn(folder: string, artifacts: readonly Artifact[]): Promise<void>;
}

/** Builds with processes of this machine. */
export function localBuilder(options: LocalBuilderOptions): Builder {
  const git = gitWith(options.environment);
  if (options.atOnce) setMaxListeners(0, options.atOnce); // each build listens, and there may be many
  const context: Context = { ...options, git, mirrors: mirrorsIn(options.cacheDir, git) };
  return {
    async build(order, control) {
      const attempt = attemptOf(order, options.stateDir);
      const result = await tryToBuild(order, control, attempt, context);
      return 'artifacts' in result ? { status: 'succeeded', ...result } : failed(result, attempt);
    },
  };
}

interface Context extends LocalBuilderOptions {
  readonly git: Git;
  readonly mirrors: Mirrors;
}

type Result = Trouble | { readonly artifacts: readonly Artifact[] };

async function tryToBuild(
  order: BuildOrder,
  control: BuildControl,
  attempt: Attempt,
  context: Context,
): Promise<Result> {
  const log = await prepare(order, attempt, control.signal, context).catch(ownTrouble);
  if ('what' in log) return control.signal.aborted ? stopped(order, control.signal) : log;
  try {
    const trouble = await run(order, control, { attempt, log, context });
    if (trouble) return trouble;
  } finally {
    log.close();
  }
  return keepArtifacts(order, attempt, context).catch(ownTrouble);
}

/** Makes all that the command finds: folders, source, what its upstreams made, a log. */
async function prepare(
  order: BuildOrder,
  attempt: Attempt,
  signal: AbortSignal,
  context: Context,
): Promise<Trouble | Log> {
  const { artifacts, onOutput } = context;
  const { component, source, upstreams } = order;
  await makeFolders(attempt);
  const trouble = await provideSource(source, attempt.checkout, signal, context);
  if (trouble) return trouble;
  await Promise.all(upstreams.map((upstream) => placeUpstream(upstream, attempt.upstreams, artifacts)));
  return openLog(attempt.log, onOutput && ((line) => onOutput(component.name, line)));
}

async function placeUpstream(
  { component, artifacts, binaries }: Upstream,
  upstreams: string,
  shelf: ArtifactShelf,
): Promise<void> {
  const folder = join(upstreams, component);
  await shelf.placeIn(folder, artifacts);
  for (const { path } of artifacts) if (modeOf(path, binaries) === 0o755) chmodSync(join(folder, path), 0o755);
}

interface Prepared {
  readonly attempt: Attempt;
  readonly log: Log;
  readonly context: Context;
}

/** Runs the build command; `null`: it succeeded. */
async function run(
  order: BuildOrder,
  control: BuildControl,
  { attempt, log, context }: Prepared,
): Promise<Trouble | null> {
  if (control.signal.aborted) return stopped(order, control.signal);
  const child = await startBuild(order, attempt, log.output, context).catch(ownTrouble);
  if ('what' in child) return child;
  const end = await runGated(child, control, context);
  const trouble = troubleOf(end, order, control.signal);
  return trouble && blameDisk(trouble, [attempt.source, attempt.work]);
}

async function keepArtifacts({ component }: BuildOrder, attempt: Attempt, { artifacts }: Context): Promise<Result> {
  const search = findArtifacts(attempt.source, component.build?.artifacts ?? []);
  if (search.status === 'refused') return { kind: 'build', what: search.what };
  const kept = await artifacts.add(attempt.source, search.paths);
  await clear(attempt);
  return { artifacts: kept };
}

function failed(trouble: Trouble, { log }: Attempt): BuildOutcome {
  const tail = ifThere(() => tailOf(log));
  return { status: 'failed', failure: { ...trouble, log: tail === null ? '' : log, tail: tail ?? [] } };
}
