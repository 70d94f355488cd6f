import { buildReports, type ChainRun } from '@slipway/operations/orchestrate-chain';

/** The output `builds`: what a chain run knows of each workflow run that built for it. */
export const githubBuilds = (run: ChainRun, serverUrl: string) =>
  buildReports(run).map((report, at) => {
    const { component, version, commit, status, attempts, duration, artifacts, failure } = report;
    const remote = remoteOf(run.builds[at], serverUrl);
    return {
      component,
      version,
      commit,
      status,
      attempts,
      repository: run.components[at]?.component.remote?.repository ?? '',
      'run-id': remote?.id ?? null,
      url: remote?.url ?? failure?.log ?? '',
      attempt: remote?.attempt ?? null,
      conclusion: conclusions[status] ?? null,
      seconds: duration === null ? null : Math.round(duration / 1000),
      artifacts,
    };
  });

/** In GitHub's words; of what failed, the finding says more. */
const conclusions: Readonly<Record<string, string>> = {
  succeeded: 'success',
  failed: 'failure',
  cancelled: 'cancelled',
  skipped: 'skipped',
};

function remoteOf(build: ChainRun['builds'][number] | undefined, serverUrl: string) {
  if (build?.status === 'succeeded' && build.delivery) {
    const { repository, run: id } = build.delivery;
    return { id, url: `${serverUrl}/${repository.owner}/${repository.repo}/actions/runs/${id}`, attempt: null };
  }
  if (build?.status !== 'running' || !build.process || 'pid' in build.process) return null;
  const { id, url, attempt } = build.process;
  return { id, url, attempt };
}
