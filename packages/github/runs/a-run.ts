import type { Double } from '@slipway/github-double';
import type { RunSearch, Trigger, WorkflowRun, WorkflowRuns } from '@slipway/operations/ports';
import { acme, aClient, core } from '../client/a-client.js';
import { githubWorkflowRuns } from './runs.js';

/** A callee; whoever pushes a branch can choose its title, too. */
export const buildYaml = `
name: Build
run-name: build \${{ inputs.slipway-marker || github.event.client_payload.slipway-marker || github.ref_name }}
on:
  workflow_dispatch:
    inputs:
      slipway-marker: { required: true }
  repository_dispatch: { types: [slipway-build] }
  push: { branches: ["set.*/**"] }
jobs:
  compile: { runs-on: ubuntu-latest, steps: [{ run: make }] }
  pack: { name: Pack it, needs: compile, runs-on: ubuntu-latest, steps: [{ run: make pack }] }
`;

/** Ada's organisation with a repository that builds, and Bob who may write there. */
export const building = (): ReturnType<typeof acme> =>
  acme({ collaborators: { bob: 'write' } }).workflow('build.yml', buildYaml);

export const byWorkflow = (marker: string, workflow = 'build.yml'): Trigger => ({
  kind: 'workflow',
  workflow,
  ref: 'main',
  inputs: { 'slipway-marker': marker },
});

export const byEvent = (marker: string): Trigger => ({
  kind: 'event',
  type: 'slipway-build',
  payload: { 'slipway-marker': marker },
});

export const aSearch = (marker: string, rest: Partial<RunSearch> = {}): RunSearch => ({
  repository: core,
  event: 'workflow_dispatch',
  workflow: 'build.yml',
  marker,
  since: 0,
  actor: 'ada',
  ...rest,
});

export const runsOn = (double: Double, token?: string): WorkflowRuns =>
  githubWorkflowRuns(aClient(double, token === undefined ? {} : { token }));

/** Starts a run whose id is told. */
export async function aRun(runs: WorkflowRuns, marker = 'set.1/core/1', repository = core): Promise<WorkflowRun> {
  const started = await runs.start(repository, byWorkflow(marker));
  if (started.status !== 'done' || started.value === null) throw new Error(started.status);
  return started.value;
}

export const minutes = (count: number): number => count * 60_000;
