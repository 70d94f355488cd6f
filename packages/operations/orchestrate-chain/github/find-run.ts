import type { BuildOrder, Clock, RunSearch, WorkflowRun, WorkflowRuns } from '../../ports/index.js';
import type { RemoteSettings } from '../manifest/manifest.js';
import { repositoryName } from './dispatch.js';

export type FoundRun =
  | { readonly status: 'found'; readonly run: WorkflowRun }
  | { readonly status: 'absent' }
  /** Nobody can tell which of them is ours. */
  | { readonly status: 'ambiguous'; readonly what: string; readonly url: string }
  | { readonly status: 'aborted' };

/** Lists lag behind by some seconds; they are asked at these distances, in milliseconds, and then every minute. */
const waits = [2_000, 4_000, 8_000, 16_000, 30_000] as const;

/** How long a run may be missing from lists before it is surely not there. */
export const lag = waits.reduce((sum, wait) => sum + wait, 0);

/** A dispatch whose answer is lost is sent again, once it is sure that nothing came of it. */
export const mostDispatches = 3;

/** How far a machine's clock may be from GitHub's where a run is looked for; milliseconds. Other things tell runs apart, the time only keeps lists short. */
export const margin = 24 * 3_600_000;

/** Looks for the run of an attempt, by its marker and all that a stranger cannot choose, until `patience` milliseconds have passed. */
export async function findRun(
  { runs, clock }: { readonly runs: Pick<WorkflowRuns, 'find'>; readonly clock: Clock },
  search: RunSearch,
  patience: number,
  signal: AbortSignal,
): Promise<FoundRun> {
  const end = clock.now() + patience;
  for (let looks = 0; ; looks += 1) {
    const [run, second] = await runs.find(search);
    if (run && second) return ambiguous(search, run, second);
    if (run) return { status: 'found', run };
    if (signal.aborted) return { status: 'aborted' };
    const left = end - clock.now();
    if (left <= 0) return { status: 'absent' };
    await clock.sleep(Math.min(waits[looks] ?? 60_000, left), signal);
  }
}

const ambiguous = ({ marker }: RunSearch, run: WorkflowRun, second: WorkflowRun): FoundRun => ({
  status: 'ambiguous',
  what: `two workflow runs ${marker === null ? 'may be meant' : `carry the marker ${marker}`}, and which of them is ours cannot be told: ${run.url} and ${second.url}`,
  url: run.url,
});

/** What is looked for. `actor` is `null` where somebody else may have sent the dispatch. */
export const searchFor = (
  { marker }: Pick<BuildOrder, 'marker'>,
  { repository, trigger }: RemoteSettings,
  since: number,
  actor: string | null,
): RunSearch => ({
  repository: repositoryName(repository),
  event: trigger.kind === 'workflow' ? 'workflow_dispatch' : 'repository_dispatch',
  workflow: trigger.kind === 'workflow' ? trigger.workflow : null,
  marker,
  since,
  actor,
});

/** A 204 says only that the event was taken. */
export const nothingStarted = (
  { marker }: BuildOrder,
  { trigger, repository }: RemoteSettings,
  patience: number,
): string => {
  const what = trigger.kind === 'workflow' ? `the dispatch of ${trigger.workflow}` : `the event ${trigger.type}`;
  const within = `${Math.round(patience / 60_000)} minutes`;
  return `${repository} accepted ${what}, and no workflow run with ${marker} in its title began within ${within}: the trigger has to stand on the default branch, and the marker in run-name`;
};
