import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Digest } from '@slipway/domain';
import { type Double, executes, type ExecutionOptions, type TokenSpec, world } from '@slipway/github-double';
import { type CalleeOrder, type CalleeUpstream, contract } from '@slipway/operations/chain-callee';
import { pythonTool } from '../fixtures/python-tool.js';
import { git } from './a-set.js';
import { aFolder, nodes } from './slipway.js';

const root = join(import.meta.dirname, '../..');

/** The example's repositories, made anew; their commits are the same everywhere. */
export function exampleRepositories(): string {
  const folder = aFolder();
  const script =
    "import { makeRepositories } from './examples/bitcoin-commons/repositories.mjs'; makeRepositories(process.argv[1]);";
  execFileSync(nodes[24], ['--input-type=module', '--eval', script, folder], { cwd: root });
  return folder;
}

/** Slipway as others use it: what a tag of its repository holds. */
export function publishedActions(): string {
  const folder = aFolder();
  const isPublished = (path: string): boolean => !/\/(node_modules|lib)(\/|$)/.test(path);
  for (const part of ['actions', 'dist'])
    cpSync(join(root, part), join(folder, part), { recursive: true, filter: isPublished });
  return folder;
}

/** How runs are executed: by act, with our actions under the name that the examples give them. */
export const onActions = (actions: string): ExecutionOptions => ({
  act: pythonTool('act'),
  path: [join(root, 'node_modules/node/bin'), process.env['PATH']].join(delimiter),
  actions: { 'OWNER/slipway': actions },
});

/** The token that callees find as the secret SLIPWAY_TOKEN; it may read artifacts, and nothing else. */
export const readToken: TokenSpec = {
  kind: 'fine-grained',
  user: 'ada',
  repositories: 'all',
  permissions: { actions: 'read', metadata: 'read' },
};

/** GitHub with the repositories of a folder, private ones, each built by its own build.yml. */
export const onGithub = (repositories: string, execution: ExecutionOptions): ReturnType<typeof world> =>
  readdirSync(repositories).reduce(
    (situation, name) =>
      situation
        .repository(`commons/${name}`, { from: join(repositories, name), private: true })
        .having(executes('build.yml', execution)),
    world().organisation('commons', { owners: ['ada'] }),
  );

/** What one component is, where its repository lies in a folder. */
export function orderFor(
  repositories: string,
  component: string,
  upstreams: readonly CalleeUpstream[] = [],
): CalleeOrder {
  const commit = git(join(repositories, component), 'rev-parse', 'v0.1.0');
  return {
    contract,
    component,
    version: '0.1.0',
    tag: 'v0.1.0',
    set: 'set-2025-01A',
    commit,
    upstreams: [...upstreams],
  };
}

// oxlint-disable-next-line typescript/no-explicit-any -- the double has checked what it answers
type Answer = any;

/** The REST API, asked by Ada; what is no JSON comes as bytes. */
export function asAda(double: Double) {
  const token = double.token({ kind: 'classic', user: 'ada' });
  return async (method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: object): Promise<Answer> => {
    const response = await fetch(new URL(path, double.urls.api), {
      method,
      headers: { authorization: `Bearer ${token}` },
      ...(body && { body: JSON.stringify(body) }),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
    return isJson ? JSON.parse(bytes.toString()) : bytes;
  };
}

/** A run that has ended. */
export interface Ended {
  readonly id: number;
  readonly conclusion: string;
  readonly title: string;
  readonly log: string;
  /** Newest first. */
  readonly artifacts: readonly { readonly id: number; readonly name: string; readonly digest: Digest }[];
}

/** Waits on the double's clock, and reads what has become of the run. */
export async function ended(double: Double, repository: string, id: number): Promise<Ended> {
  const ask = asAda(double);
  const runs = `/repos/${repository}/actions/runs`;
  for (;;) {
    const { status, conclusion, display_title: title } = await ask('GET', `${runs}/${id}`);
    if (status === 'completed') {
      const { jobs } = await ask('GET', `${runs}/${id}/jobs`);
      const log = String(await ask('GET', `/repos/${repository}/actions/jobs/${jobs[0].id}/logs`));
      const { artifacts } = await ask('GET', `${runs}/${id}/artifacts`);
      return { id, conclusion, title, log, artifacts };
    }
    await double.clock.sleep(10_000);
  }
}

/** Starts build.yml as an orchestrator does, and waits for its end. */
export async function build(
  double: Double,
  order: { readonly component: string; readonly [key: string]: unknown },
): Promise<Ended> {
  const { component } = order;
  const inputs = { 'slipway-marker': `set-2025-01A.1/${component}/1`, slipway: JSON.stringify(order) };
  const repository = `commons/${component}`;
  const path = `/repos/${repository}/actions/workflows/build.yml/dispatches`;
  const started = await asAda(double)('POST', path, { ref: 'main', inputs, return_run_details: true });
  return ended(double, repository, started.workflow_run_id);
}

/** The artifact's files, unpacked by unzip; by path. */
export async function filesOf(
  double: Double,
  repository: string,
  artifact: number,
): Promise<ReadonlyMap<string, Buffer>> {
  const folder = aFolder();
  const zip: Buffer = await asAda(double)('GET', `/repos/${repository}/actions/artifacts/${artifact}/zip`);
  writeFileSync(join(folder, 'it.zip'), zip);
  mkdirSync(join(folder, 'files'));
  execFileSync('unzip', ['-q', join(folder, 'it.zip'), '-d', join(folder, 'files')]);
  return filesIn(join(folder, 'files'));
}

/** All files below a folder, by path. */
export const filesIn = (folder: string): ReadonlyMap<string, Buffer> =>
  new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .map((path) => [path.slice(folder.length + 1), readFileSync(path)]),
  );
