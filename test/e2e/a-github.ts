import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Double, withDouble, type world } from '@slipway/github-double';
import { delivering } from '../contract/a-github-chain.js';
import { runStep, type StepEnd } from './action-step.js';
import { asAda } from './callees.js';
import { aFolder, type Ending, slipway } from './slipway.js';

export type Texts = Readonly<Record<string, string>>;

/** core ← app. */
export const pair = `
[release_set]
id = "set-1"
[versions]
core = "1.0.0"
app = { version = "1.0.0", requires = ["core"] }
[slipway]
owner = "acme"
workflow = "build.yml"
`;

/** One job's workspace, or a terminal's folder, on a GitHub where core and app deliver. */
export interface OnGithub {
  readonly double: Double;
  readonly folder: string;
  /** Uses the action in a job of acme/releases; Ada's token may do everything. */
  readonly step: (inputs?: Texts, env?: Texts) => Promise<StepEnd>;
  /** `slipway chain release`. */
  readonly release: (...args: readonly string[]) => Promise<Ending>;
  /** The same, in another environment. */
  readonly releaseWith: (more: Texts, ...args: readonly string[]) => Promise<Ending>;
  readonly write: (manifest: string) => void;
  /** Ada's own request to the API. */
  readonly ask: ReturnType<typeof asAda>;
  /** Kinds of what was done to GitHub since the last time that it was asked. */
  readonly done: () => readonly string[];
}

export const onGithub = (
  start: ReturnType<typeof world>,
  body: (scene: OnGithub) => Promise<void>,
  options: Parameters<typeof withDouble>[2] = {},
): Promise<void> =>
  withDouble(
    start,
    async (double) => {
      const folder = join(aFolder(), 'workspace');
      mkdirSync(folder);
      const write = (manifest: string) => writeFileSync(join(folder, 'versions.toml'), manifest);
      write(pair);
      for (const name of ['core', 'app']) double.runs.script(`acme/${name}`, 'build.yml', (run) => delivering(run));
      const token = double.token({ kind: 'classic', user: 'ada' });
      const env = { GITHUB_API_URL: double.urls.api, GITHUB_SERVER_URL: double.urls.server };
      const job = { ...env, GITHUB_JOB: 'prepare', GITHUB_REF_NAME: 'main' };
      const terminal = { ...env, GITHUB_TOKEN: token, GITHUB_REPOSITORY: 'acme/releases' };
      // Where the clock is a real one, nobody has to move it.
      const driven = <Result>(work: Promise<Result>) => (options.clock ? work : double.drive(work));
      const releaseWith = (more: Texts, ...args: readonly string[]) =>
        driven(slipway(['chain', 'release', ...args], { folder, environment: { ...terminal, ...more } }));
      let seen = 0;
      await body({
        double,
        folder,
        write,
        step: (inputs = {}, more = {}) =>
          driven(runStep(folder, { token, unattended: 'true', ...inputs }, { ...job, ...more })),
        release: (...args) => releaseWith({}, ...args),
        releaseWith,
        ask: asAda(double),
        done: () => {
          const news = double.log.effects().filter(({ request }) => request > seen);
          seen = double.log.entries.length;
          return news.map(({ kind }) => kind);
        },
      });
    },
    options,
  );

/** Errors as the runner shows them beside the step. */
export const annotations = ({ log }: StepEnd): readonly string[] =>
  [...log.matchAll(/^::error(?: [^:]*)?::(.*)$/gm)].map(([, text = '']) => text);
