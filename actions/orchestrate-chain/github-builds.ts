import type { BuildReport } from '@slipway/operations/orchestrate-chain';

/** The output `builds`: what a chain run knows of each workflow run that built for it. */
export const githubBuilds = (builds: readonly BuildReport[]) =>
  builds.map(({ component, version, commit, status, attempts, duration, artifacts, workflow, failure }) => ({
    component,
    version,
    commit,
    status,
    attempts,
    repository: workflow?.repository ?? '',
    'run-id': workflow?.id ?? null,
    url: workflow?.url ?? failure?.log ?? '',
    attempt: workflow?.attempt ?? null,
    stage: workflow?.stage ?? null,
    conclusion: workflow?.conclusion ?? conclusions[status] ?? null,
    seconds: duration === null ? null : Math.round(duration / 1000),
    artifacts,
  }));

/** Of what GitHub has told no conclusion of, in its words all the same; of what failed, the finding says more. */
const conclusions: Readonly<Record<string, string>> = {
  succeeded: 'success',
  failed: 'failure',
  cancelled: 'cancelled',
  skipped: 'skipped',
};
