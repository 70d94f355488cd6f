import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Double, releasesOf, withDouble } from '@slipway/github-double';
import {
  fulfilOnGithub,
  type GithubPorts,
  type GithubReport,
  type GithubWish,
  type ReleaseCommand,
} from '@slipway/operations/orchestrate-chain';
import { acme, delivering, manifestOf, names, pair, portsOn, wishOf } from './a-github-chain.js';

/** A release as it was made before us. */
export const former = `
name: Former
on: { workflow_dispatch: { inputs: { version: { required: true }, fallback: { type: boolean } } } }
jobs: { release: { runs-on: ubuntu-latest, steps: [{ run: ./release.sh }] } }
`;

let folder = '';

/** A GitHub on which all components deliver, and whose former workflow is what it is told to be. */
export const github = (body: (double: Double) => Promise<void>, text = former): Promise<void> =>
  withDouble(
    acme().repository('acme/set').workflow('former.yml', text).workflow('other.yml', orchestrating),
    async (double) => {
      folder = mkdtempSync(join(tmpdir(), 'slipway-github-fallback-'));
      for (const name of names)
        double.runs.script(`acme/${name}`, 'build.yml', (run) => delivering(run, { takes: '30m' }));
      await body(double).finally(() => rmSync(folder, { recursive: true, force: true }));
    },
  );

const orchestrating = `
on: { workflow_dispatch: { inputs: { version: {}, fallback: {} } } }
jobs: { release: { runs-on: ubuntu-latest, steps: [{ uses: slipway/slipway/actions/orchestrate-chain@v1 }] } }
`;

const fallback = { repository: 'acme/set', workflow: 'former.yml', ref: 'main', orchestrators: [] } as const;

export type Change = (ports: GithubPorts) => Partial<GithubPorts>;

export interface Life {
  readonly command?: ReleaseCommand;
  readonly wish?: Partial<GithubWish>;
  readonly change?: Change;
  readonly place?: Partial<Parameters<typeof portsOn>[1]>;
  /** `null`: none. */
  readonly fallback?: Partial<NonNullable<GithubWish['fallback']>> | null;
  /** Ends this life: nobody hears of it any more. */
  readonly death?: Promise<never>;
}

/** One start of the orchestrator. */
export async function start(double: Double, life: Life = {}): Promise<GithubReport> {
  const { command = 'prepare', change = () => ({}), place, death = new Promise<never>(() => {}) } = life;
  const wish = await wishOf({ manifest: await manifestOf(pair), tag: 'v1.2.3', ...life.wish });
  const ports = portsOn(double, { folder, ...place });
  const wished = life.fallback === null ? wish : { ...wish, fallback: { ...fallback, ...life.fallback } };
  const steering = { interrupt: new AbortController().signal, watch: () => {} };
  const work = fulfilOnGithub(command, { ...ports, ...change(ports) }, wished, steering);
  return double.drive(Promise.race([work, death]));
}

export const bug = new TypeError('undefined is not a function');

/** A mistake of ours, met when the first build has ended. */
export const broken: Change = ({ artifacts }) => ({
  artifacts: {
    ...artifacts,
    list: async () => {
      throw bug;
    },
  },
});

/** The same, before anything is begun. */
export const unplannable: Change = ({ sources }) => ({ sources: { ...sources, resolve: () => Promise.reject(bug) } });

export const formerRuns = (double: Double) => double.runs.of('acme/set');
export const draftsIn = (double: Double) => {
  const repository = double.world.repository('acme/releases');
  return repository ? releasesOf(repository).all.length : 0;
};
export const startedUrl = (double: Double) =>
  `${double.urls.server}/acme/set/actions/runs/${formerRuns(double)[0]?.id}`;

/** As a person would. */
export async function disable(double: Double, repository = 'acme/set', workflow = 'former.yml'): Promise<void> {
  const path = `${double.urls.api}/repos/${repository}/actions/workflows/${workflow}/disable`;
  const token = double.token({ kind: 'classic', user: 'ada' });
  await fetch(path, { method: 'PUT', headers: { authorization: `Bearer ${token}`, 'user-agent': 'ada' } });
}
