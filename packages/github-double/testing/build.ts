import type { Ask } from './acme.js';
import { type RepositoryBuilder, world } from '../world/builder.js';

/** A callee: it takes a marker and puts it into its title; its second job needs the first. */
export const buildYaml = `
name: Build
run-name: build \${{ inputs.marker || github.event.client_payload.marker }}
on:
  workflow_dispatch:
    inputs:
      marker: { required: true }
      mode: { type: choice, options: [fast, full], default: fast }
      debug: { type: boolean }
  repository_dispatch: { types: [slipway-build] }
  push: { tags: ['v*'], branches: [main] }
jobs:
  compile:
    runs-on: ubuntu-latest
    steps: [{ uses: actions/checkout@v4 }, { name: Compile, run: make }]
  pack:
    needs: compile
    runs-on: [self-hosted, linux]
    steps: [{ run: make pack }]
`;

/** Ada's organisation with one repository that builds, Bob who may write there, and Eve who may only read. */
export const building = (yaml: string = buildYaml): RepositoryBuilder =>
  world()
    .organisation('acme', { owners: ['ada'] })
    .repository('acme/core', { tags: ['v1.0.0'], collaborators: { bob: 'write', eve: 'read' } })
    .workflow('build.yml', yaml);

/** A job that waits at an environment. */
export const releaseYaml = `
on: workflow_dispatch
jobs:
  prepare: { runs-on: ubuntu-latest }
  publish: { needs: prepare, runs-on: ubuntu-latest, environment: release }
`;

export const dispatches = '/repos/acme/core/actions/workflows/build.yml/dispatches';

/** Dispatches a build of `main` and returns the run's address. */
export async function startBuild(ask: Ask, inputs: object = { marker: 'x' }): Promise<string> {
  const { body } = await ask('POST', dispatches, { ref: 'main', inputs, return_run_details: true });
  return body.run_url;
}

/** `1: in_progress, compile success, pack queued`. */
export async function statesOf(ask: Ask, run: string): Promise<string> {
  const [{ body }, { body: jobs }] = [await ask('GET', run), await ask('GET', `${run}/jobs`)];
  const shown = jobs.jobs.map(
    ({ name, status, conclusion }: Record<string, string>) => `${name} ${conclusion ?? status}`,
  );
  return [`${body.run_attempt}: ${body.conclusion ?? body.status}`, ...shown].join(', ');
}

export const idOf = (run: string): number => Number(run.split('/').at(-1));
