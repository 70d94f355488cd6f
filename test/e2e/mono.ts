import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Double, type Permissions, type RunScript, withDouble, world } from '@slipway/github-double';
import { parse } from 'yaml';
import { delivering } from '../contract/a-github-chain.js';
import { startStep, type StepEnd } from './action-step.js';
import type { Texts } from './a-github.js';
import { asAda } from './callees.js';
import { aFolder } from './slipway.js';

const root = join(import.meta.dirname, '../..');
export const home = 'acme/mono';

/** A private repository that releases what it builds itself: `GITHUB_TOKEN` is good for that, and for nothing else. */
export const manifest = `
[release_set]
id = "set-1"
[versions]
core = "1.0.0"
[slipway.components]
core = { repository = "${home}", workflow = "build.yml" }
`;

export const text = (path: string) => readFileSync(join(root, path), 'utf8');

/** What the job's token may do, as its file says it. GitHub gives nothing else where a job has `permissions`. */
export const permissionsOf = (path: string, job: string): Permissions => parse(text(path)).jobs[job].permissions;

export const orchestrator = '.github/workflows/release_orchestrator.yml';
export const control = '.github/workflows/release_control.yml';

/** A step in a job of a run that the double knows. */
export interface Job {
  readonly run: number;
  readonly name: string;
  readonly token: string;
}

export interface Scene {
  readonly double: Double;
  readonly step: (job: Job, inputs: Texts, killedAt?: string) => Promise<StepEnd>;
  /** Starts the workflow as a person does. */
  readonly start: (workflow: string, inputs: Texts) => Promise<number>;
  readonly owner: string;
}

export const inMono = (body: (scene: Scene) => Promise<void>): Promise<void> => {
  const start = world()
    .organisation('acme', { owners: ['ada'] })
    .repository(home, { private: true, tags: ['v1.0.0'] })
    .workflow('build.yml', text('examples/callee/build.yml'))
    .workflow('release_orchestrator.yml', text(orchestrator))
    .workflow('release_control.yml', text(control))
    .environment('release', { reviewers: ['ada'] });
  return withDouble(start, async (double) => {
    const folder = join(aFolder(), 'workspace');
    mkdirSync(folder);
    writeFileSync(join(folder, 'versions.toml'), manifest);
    double.runs.script(home, 'build.yml', (run) => delivering(run, { takes: '10s' }));
    double.runs.script(home, 'release_orchestrator.yml', lasting);
    const owner = double.token({ kind: 'classic', user: 'ada' });
    const env = { GITHUB_API_URL: double.urls.api, GITHUB_SERVER_URL: double.urls.server, GITHUB_REPOSITORY: home };
    await body({
      double,
      owner,
      step({ run, name, token }, inputs, killedAt) {
        const job = { ...env, GITHUB_RUN_ID: String(run), GITHUB_JOB: name, GITHUB_REF_NAME: 'main' };
        const step = startStep(folder, { token, ...inputs }, job);
        step.process.stdout?.on('data', (printed: Buffer) => {
          if (killedAt !== undefined && printed.includes(killedAt)) step.process.kill('SIGKILL');
        });
        return double.drive(step.end);
      },
      async start(workflow, inputs) {
        const path = `/repos/${home}/actions/workflows/${workflow}/dispatches`;
        const started = await asAda(double)('POST', path, { ref: 'main', inputs, return_run_details: true });
        return started.workflow_run_id;
      },
    });
  });
};

/** The jobs of a run that a step of ours belongs to have not ended until somebody cancels it, however far the clock moves. */
const lasting = (): RunScript => ({ queuedFor: 'forever' });

export async function ended(double: Double, run: number): Promise<void> {
  double.runs.cancel(run);
  await double.advance(60_000);
}
