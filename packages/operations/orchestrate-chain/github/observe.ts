import { type Finding, ReleaseError } from '@slipway/domain';
import pMap from 'p-map';
import type { RemoteProcess, WorkflowRuns } from '../../ports/index.js';
import { type Build, type ChainRun, markerOf } from '../engine/state.js';
import { margin, searchFor } from './find-run.js';

type Runs = Pick<WorkflowRuns, 'find' | 'glance'>;

export interface Observed {
  /** With the workflow runs of its running builds as GitHub tells of them now. */
  readonly run: ChainRun;
  /** What GitHub did not tell, and why. */
  readonly notices: readonly Finding[];
}

/**
 * Where the running builds stand: asked of GitHub, for whoever only looks. The state may be hours behind, as what its owner sees of a workflow run
 * rides on the next write, and so does the run's id: the marker finds it.
 */
export async function observed(runs: Runs, run: ChainRun): Promise<Observed> {
  const found = await pMap(run.builds, (build, at) => processOf(runs, run, build, at), { concurrency: 8 });
  const processes = found.flatMap(({ process }) => process ?? []);
  const notices = found.flatMap(({ notice }) => notice ?? []);
  if (processes.length === 0) return { run, notices };
  const glance = await told(() => runs.glance(processes), run.id);
  const builds = run.builds.map((build, at): Build => {
    const process = found[at]?.process;
    if (build.status !== 'running' || !process) return build;
    const stage = glance.answer?.get(process.id) ?? process.stage;
    return { ...build, process: { ...process, stage } };
  });
  return { run: { ...run, builds }, notices: [...notices, ...(glance.notice ? [glance.notice] : [])] };
}

interface Found {
  readonly process: RemoteProcess | null;
  readonly notice: Finding | null;
}

/** `null` where nothing is built, and where no run is to be seen yet. */
async function processOf(runs: Runs, run: ChainRun, build: Build, at: number): Promise<Found> {
  const component = run.components[at]?.component;
  if (build.status !== 'running' || !component?.remote) return { process: null, notice: null };
  if (build.process) return { process: 'marker' in build.process ? build.process : null, notice: null };
  const marker = markerOf(run, component.name, build.attempt);
  const search = searchFor({ marker }, component.remote, build.startedAt - margin, null);
  const { answer, notice } = await told(() => runs.find(search), component.name);
  const [only, second] = answer ?? [];
  return { process: only && !second ? { ...only, marker, attempt: 1, stage: 'queued' } : null, notice };
}

/** Whoever looks is told all else, even where GitHub does not answer this. */
async function told<Answer>(
  ask: () => Promise<Answer>,
  where: string,
): Promise<{ readonly answer: Answer | null; readonly notice: Finding | null }> {
  try {
    return { answer: await ask(), notice: null };
  } catch (error) {
    if (!(error instanceof ReleaseError)) throw error;
    const { code, what, remedy } = error.findings[0];
    const unknown = `where its workflow run stands GitHub does not tell now (${what}): what is shown was written last`;
    return { answer: null, notice: { code, severity: 'notice', what: unknown, where, remedy } };
  }
}
