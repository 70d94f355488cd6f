import { type ProblemCode, ReleaseError } from '@slipway/domain';
import type { Build } from '../../engine/state.js';
import type { GithubReport } from '../report.js';

/** Why a command did not end with its release, as far as it matters for the fallback. Closed: the table below has every one. */
export type Cause =
  | Exclude<ProblemCode, 'missing-permission'>
  /** An error that is no finding: a mistake of ours. */
  | 'bug'
  /** GitHub refused to start a build that preflight had found startable. */
  | 'start-refused'
  /** Before anything was begun, and while it went. */
  | 'permission-missing'
  | 'permission-withdrawn'
  /** A person stopped it: paused, cancelled, or ended the job. */
  | 'person'
  /** The time of this job was over; the next start goes on. */
  | 'time'
  /** Refused before the first effect. */
  | 'refused'
  /** It did end as it should. */
  | 'none';

/**
 * Whether orchestration itself cannot go on, so that the former workflow has to. Not where a person has to decide or to repair something,
 * nor where what is built is broken: the former workflow would build just that. A conflict is somebody else's work, or a ledger
 * that we cannot read, which may say that all is public already.
 */
export const fallsBack: Readonly<Record<Cause, boolean>> = {
  bug: true,
  unavailable: true,
  'start-refused': true,
  'permission-withdrawn': true,
  'permission-missing': false,
  'bad-input': false,
  'not-found': false,
  conflict: false,
  'failed-build': false,
  'refused-gate': false,
  person: false,
  time: false,
  refused: false,
  none: false,
};

export type Ending =
  { readonly kind: 'thrown'; readonly error: unknown } | { readonly kind: 'told'; readonly report: GithubReport };

export interface Circumstances {
  /** A person, or the runner, has told this process to end. */
  readonly interrupted: boolean;
  /** The builds of the chain run that this process began or went on with; `null` where it came to none. */
  readonly builds: readonly Build[] | null;
}

/** What a command came to, in one word. Whether anything is public the ledger has to tell. */
export function causeOf(ending: Ending, { interrupted, builds }: Circumstances): Cause {
  if (interrupted) return 'person';
  if (ending.kind === 'thrown')
    return ending.error instanceof ReleaseError ? ofCodes(codesIn(ending.error.findings), builds !== null) : 'bug';
  const { status, findings } = ending.report;
  switch (status) {
    case 'failed':
      return ofBuilds(builds ?? []) ?? ofCodes(codesIn(findings), true);
    case 'paused':
    case 'cancelled':
      return 'person';
    case 'continuing':
      return 'time';
    case 'refused':
      return 'refused';
    default:
      return 'none';
  }
}

/** One build that failed by itself is enough: the former workflow would meet it, too. */
function ofBuilds(builds: readonly Build[]): Cause | null {
  const kinds = builds.flatMap((build) => (build.status === 'failed' ? [build.failure.kind] : []));
  if (kinds.length === 0) return null;
  return kinds.every((kind) => kind === 'unstarted') ? 'start-refused' : 'failed-build';
}

const codesIn = (findings: GithubReport['findings']): readonly ProblemCode[] =>
  findings.flatMap(({ code, severity }) => (severity === 'error' ? [code] : []));

/** Of several, the first that is no reason to fall back, if there is one. */
function ofCodes(codes: readonly ProblemCode[], isBegun: boolean): Cause {
  const causes = codes.map((code): Cause =>
    code === 'missing-permission' ? (isBegun ? 'permission-withdrawn' : 'permission-missing') : code,
  );
  return causes.find((cause) => !fallsBack[cause]) ?? causes[0] ?? 'failed-build';
}
