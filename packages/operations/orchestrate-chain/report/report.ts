import type { Digest, Finding } from '@slipway/domain';
import type { RunStage } from '../../ports/index.js';
import { type Build, type ChainRun, stageOf } from '../engine/state.js';
import type { Plan } from '../plan/plan.js';

/** How an invocation ended, for exit codes and outputs. */
export type Outcome =
  /** A dry run: nothing was written. */
  | 'planned'
  /** The release folder is there, made now. */
  | 'released'
  /** It was there with equal checksums. */
  | 'already-released'
  /** A partial run: artifacts, but no release folder. */
  | 'built'
  | 'failed'
  | 'paused'
  | 'interrupted'
  /** Its owner had to end; builds go on on GitHub. */
  | 'continuing'
  | 'cancelled'
  /** Something was wrong before the first effect: nothing was begun. */
  | 'refused';

/** The one document that summaries, annotations and the terminal's text are rendered from. */
export interface ChainReport {
  readonly schema: 1;
  readonly outcome: Outcome;
  readonly set: string;
  /** `null` where no run began. */
  readonly run: string | null;
  readonly plan: Plan | null;
  readonly builds: readonly BuildReport[];
  readonly release: ReleaseReport | null;
  readonly findings: readonly Finding[];
}

export interface BuildReport {
  readonly component: string;
  readonly version: string;
  /** `null` for a working copy outside git. */
  readonly commit: string | null;
  readonly status: Build['status'] | 'reused';
  readonly attempts: number;
  /** Milliseconds; `null` where it did not end. */
  readonly duration: number | null;
  readonly artifacts: readonly { readonly path: string; readonly size: number; readonly digest: Digest }[];
  /** Where it is built on GitHub. */
  readonly workflow?: WorkflowReport;
  /** For a failed build: why, and where to read more. For a skipped one: because of what. */
  readonly failure: { readonly what: string; readonly log: string; readonly tail: readonly string[] } | null;
}

export interface WorkflowReport {
  /** `owner/name`. */
  readonly repository: string;
  /** Of the workflow run, as its address and attempt: `null` as long as none is known, or where there was none. */
  readonly id: number | null;
  readonly url: string | null;
  readonly attempt: number | null;
  /** Of a running build: where the workflow run stood when it was looked at last; `waiting` is for an approval. */
  readonly stage: RunStage | null;
  /** In GitHub's words; `null` as long as it has not told one. */
  readonly conclusion: string | null;
}

export interface ReleaseReport {
  /** Absolute path. */
  readonly folder: string;
  /** Names and digests of all assets, SHA256SUMS last. */
  readonly assets: readonly { readonly name: string; readonly size: number; readonly digest: Digest }[];
  /** Where an older folder was moved to; `null` where none was. */
  readonly movedAside: string | null;
}

export const buildReports = (run: ChainRun): readonly BuildReport[] =>
  run.components.map(({ component, source }, at) => {
    const build = run.builds[at];
    return {
      component: component.name,
      version: component.version,
      commit: source.commit,
      status: build === undefined ? 'waiting' : build.status === 'succeeded' && build.reused ? 'reused' : build.status,
      attempts: build?.attempt ?? 0,
      duration: build && 'endedAt' in build ? build.endedAt - build.startedAt : null,
      artifacts: build?.status === 'succeeded' ? build.artifacts : [],
      ...(run.builder === 'github' && component.remote && { workflow: workflowOf(component.remote.repository, build) }),
      failure: failureOf(build),
    };
  });

function workflowOf(repository: string, build: Build | undefined): WorkflowReport {
  const running = build?.status === 'running' && build.process && 'marker' in build.process ? build.process : null;
  const { id = null, url = null, attempt = null, conclusion = null } = running ?? build?.ran ?? {};
  return { repository, id, url, attempt, stage: stageOf(build), conclusion };
}

/** How a build stands, in a word: of one that GitHub runs, what it waits for. */
export const buildText = ({ status, workflow }: BuildReport): string =>
  status === 'running' && workflow?.stage ? stages[workflow.stage] : status;

const stages: Readonly<Record<RunStage, string>> = {
  queued: 'queued',
  waiting: 'awaiting approval',
  building: 'building',
  completed: 'ended',
};

function failureOf(build: Build | undefined): BuildReport['failure'] {
  if (build?.status === 'failed') return build.failure;
  if (build?.status === 'skipped') return { what: `skipped, because ${build.because} failed`, log: '', tail: [] };
  return null;
}
