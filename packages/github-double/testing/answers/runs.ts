import { addArtifact } from '../../artifacts/artifact.js';
import { branchOf, latestAttempt } from '../../runs/run.js';
import type { Asked, Case, Cases, Ground } from './ground.js';

const hour = 3_600_000;
const day = 24 * hour;
const absent: Case = [404, 'no such run', { params: { run_id: 1 } }];

async function started({ ada }: Ground, workflow: string): Promise<number> {
  const path = `/repos/acme/core/actions/workflows/${workflow}/dispatches`;
  return (await ada('POST', path, { ref: 'main', return_run_details: true })).body.workflow_run_id;
}

/** A run that has ended so. */
const ended =
  (conclusion: 'success' | 'failure' = 'failure') =>
  async (ground: Ground): Promise<Asked> => {
    ground.double.runs.script('acme/core', 'build.yml', { conclusion });
    const run_id = await started(ground, 'build.yml');
    await ground.double.advance(hour);
    return { params: { run_id } };
  };

/** A run that takes its time. */
const live = async (ground: Ground): Promise<Asked> => {
  ground.double.runs.script('acme/core', 'build.yml', { takes: '5h' });
  const run_id = await started(ground, 'build.yml');
  await ground.double.advance(60_000);
  return { params: { run_id } };
};

/** A run that Ada has to let through, and how she decides. */
const waiting =
  (wish: { readonly state?: string; readonly environment?: number } = {}) =>
  async (ground: Ground): Promise<Asked> => {
    const run_id = await started(ground, 'guarded.yml');
    await ground.double.advance(60_000);
    const url = `/repos/acme/core/actions/runs/${run_id}/pending_deployments`;
    const id = wish.environment ?? (await ground.ada('GET', url)).body[0].environment.id;
    return { params: { run_id }, body: { environment_ids: [id], state: wish.state ?? 'approved', comment: 'go' } };
  };

/** The last job of such a run. */
const jobOf =
  (run: (ground: Ground) => Promise<Asked>) =>
  async (ground: Ground): Promise<Asked> => {
    const { params } = await run(ground);
    const { body } = await ground.ada('GET', `/repos/acme/core/actions/runs/${params?.['run_id']}/jobs`);
    return { params: { job_id: body.jobs.at(-1).id } };
  };

const anonymously =
  (asked: (ground: Ground) => Promise<Asked>) =>
  async (ground: Ground): Promise<Asked> => ({
    ...(await asked(ground)),
    by: 'anonymous',
  });

const later =
  (asked: (ground: Ground) => Promise<Asked>, ms: number) =>
  async (ground: Ground): Promise<Asked> => {
    const result = await asked(ground);
    await ground.double.advance(ms);
    return result;
  };

const rerunCases: readonly Case[] = [
  [201, 'one that failed', ended()],
  [403, 'one that runs', live],
  [403, 'one that began a month ago', later(ended(), 31 * day)],
  absent,
];

const cancelCases: readonly Case[] = [[202, 'one that runs', live], [409, 'one that has ended', ended()], absent];

export const runCases: Cases = {
  'GET /repos/{owner}/{repo}/actions/runs': [[200, 'all of them', live]],
  'GET /repos/{owner}/{repo}/actions/runs/{run_id}': [[200, 'one that runs', live], absent],
  'DELETE /repos/{owner}/{repo}/actions/runs/{run_id}': [
    [204, 'one that has ended', ended()],
    [403, 'one that runs', live],
    absent,
  ],
  'GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}': [
    [200, 'the first', live],
    [404, 'no such attempt', async (ground) => ({ params: { ...(await live(ground)).params, attempt_number: 2 } })],
    absent,
  ],
  'GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}/jobs': [
    [200, 'of the first', live],
    [404, 'no such attempt', async (ground) => ({ params: { ...(await live(ground)).params, attempt_number: 2 } })],
    absent,
  ],
  'GET /repos/{owner}/{repo}/actions/runs/{run_id}/jobs': [[200, 'one that runs', live], absent],
  'GET /repos/{owner}/{repo}/actions/jobs/{job_id}': [
    [200, 'of one that has ended', jobOf(ended())],
    [404, 'none', { params: { job_id: 1 } }],
  ],
  'POST /repos/{owner}/{repo}/actions/runs/{run_id}/cancel': cancelCases,
  'POST /repos/{owner}/{repo}/actions/runs/{run_id}/force-cancel': cancelCases,
  'POST /repos/{owner}/{repo}/actions/runs/{run_id}/rerun': rerunCases,
  'POST /repos/{owner}/{repo}/actions/runs/{run_id}/rerun-failed-jobs': [
    ...rerunCases,
    [403, 'one without failed jobs', ended('success')],
  ],
  'POST /repos/{owner}/{repo}/actions/jobs/{job_id}/rerun': [
    [201, 'of one that failed', jobOf(ended())],
    [403, 'of one that runs', jobOf(live)],
    [
      403,
      'of an earlier attempt',
      async (ground) => {
        const job = await jobOf(ended())(ground);
        await ground.ada('POST', `/repos/acme/core/actions/jobs/${job.params?.['job_id']}/rerun`);
        await ground.double.advance(hour);
        return job;
      },
    ],
    [404, 'none', { params: { job_id: 1 } }],
  ],
};

export const reviewCases: Cases = {
  'GET /repos/{owner}/{repo}/actions/runs/{run_id}/approvals': [[200, 'one that waits', waiting()], absent],
  'GET /repos/{owner}/{repo}/actions/runs/{run_id}/pending_deployments': [[200, 'one that waits', waiting()], absent],
  'POST /repos/{owner}/{repo}/actions/runs/{run_id}/pending_deployments': [
    [200, 'approved', waiting()],
    [200, 'rejected', waiting({ state: 'rejected' })],
    [422, 'an environment that does not wait', waiting({ environment: 1 })],
    [422, 'a word that is none', waiting({ state: 'perhaps' })],
    [404, 'no such run', { params: { run_id: 1 }, body: { environment_ids: [1], state: 'approved', comment: '' } }],
  ],
};

export const logCases: Cases = {
  'GET /repos/{owner}/{repo}/actions/runs/{run_id}/logs': [
    [302, 'one that has ended', ended()],
    [403, 'without a token', anonymously(ended())],
    [404, 'one that runs', live],
    absent,
  ],
  'GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}/logs': [
    [302, 'one that has ended', ended()],
    [404, 'one that runs', live],
    absent,
  ],
  'GET /repos/{owner}/{repo}/actions/jobs/{job_id}/logs': [
    [302, 'of one that has ended', jobOf(ended())],
    [403, 'without a token', anonymously(jobOf(ended()))],
    [404, 'of one that runs', jobOf(live)],
  ],
};

/** What a run has left behind. */
const artifact = async (ground: Ground): Promise<Asked> => {
  const run = ground.double.runs.get(Number((await ended()(ground)).params?.['run_id']));
  const maker = { id: run.id, attempt: latestAttempt(run).number, headBranch: branchOf(run), headSha: run.sha };
  const left = addArtifact(ground.double.world, run.repository, maker, { name: 'core', files: { 'a.txt': 'a' } });
  return { params: { artifact_id: left.id, run_id: run.id } };
};

const noArtifact: Case = [404, 'none', { params: { artifact_id: 1 } }];

export const artifactCases: Cases = {
  'GET /repos/{owner}/{repo}/actions/artifacts': [[200, 'all of them', artifact]],
  'GET /repos/{owner}/{repo}/actions/runs/{run_id}/artifacts': [[200, 'of a run', artifact], absent],
  'GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}': [[200, 'one', artifact], noArtifact],
  'DELETE /repos/{owner}/{repo}/actions/artifacts/{artifact_id}': [[204, 'one', artifact], noArtifact],
  'GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}': [
    [302, 'one', artifact],
    [401, 'without a token', anonymously(artifact)],
    [
      404,
      'as anything but zip',
      async (ground) => ({ params: { ...(await artifact(ground)).params, archive_format: 'tar' } }),
    ],
    [410, 'one that has expired', later(artifact, 91 * day)],
    noArtifact,
  ],
};
