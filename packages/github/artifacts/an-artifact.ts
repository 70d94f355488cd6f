import { addArtifact, type Artifact, type Double, type NewArtifact } from '@slipway/github-double';
import type { RunArtifact, RunArtifacts, WorkflowRun } from '@slipway/operations/ports';
import { aClient } from '../client/a-client.js';
import { aRun, runsOn } from '../runs/a-run.js';
import { githubRunArtifacts } from './artifacts.js';

export const limits = { mostBytes: 5_000_000, mostFiles: 10 };

export const artifactsOn = (double: Double, spool: string): RunArtifacts =>
  githubRunArtifacts({ client: aClient(double), clock: double.clock, spool });

/** A run that has left these behind, now. */
export async function aRunWith(double: Double, ...artifacts: readonly NewArtifact[]): Promise<WorkflowRun> {
  const run = await aRun(runsOn(double));
  for (const artifact of artifacts) leave(double, run, artifact);
  return run;
}

/** One more. */
export function leave(double: Double, { id }: WorkflowRun, artifact: NewArtifact): Artifact {
  const repository = double.world.repository('acme/core');
  if (!repository) throw new Error('acme/core is in the world of these tests');
  return addArtifact(
    double.world,
    repository,
    { id, attempt: 1, headBranch: 'main', headSha: 'a'.repeat(40) },
    artifact,
  );
}

export async function only(artifacts: RunArtifacts, run: WorkflowRun): Promise<RunArtifact> {
  const [artifact, ...others] = await artifacts.list(run);
  if (!artifact || others.length > 0) throw new Error('there is not just one artifact');
  return artifact;
}
