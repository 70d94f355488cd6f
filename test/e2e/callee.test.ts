import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Double, withDouble } from '@slipway/github-double';
import type { CalleeUpstream } from '@slipway/operations/chain-callee';
import { git } from './a-set.js';
import {
  asAda,
  build,
  type Ended,
  ended,
  exampleRepositories,
  filesIn,
  filesOf,
  onActions,
  onGithub,
  orderFor,
  publishedActions,
  readToken,
} from './callees.js';
import { aCopy, aFolder, runProgram } from './slipway.js';

let repositories: string;
let actions: string;
beforeAll(() => {
  repositories = exampleRepositories();
  actions = publishedActions();
});

/** GitHub with the example's repositories; the token of their secret is made before anything runs. */
const github = (body: (double: Double) => Promise<void>, folder = repositories): Promise<void> => {
  const secrets: Record<string, string> = {};
  const execution = { ...onActions(actions), secrets };
  return withDouble(onGithub(folder, execution), async (double) => {
    secrets['SLIPWAY_TOKEN'] = double.token(readToken);
    await double.drive(body(double));
  });
};

/** What an orchestrator tells of a build to those that require it. */
function upstream(component: string, run: Ended | undefined, changes: Partial<CalleeUpstream> = {}): CalleeUpstream {
  const [artifact] = run?.artifacts ?? [];
  if (!run || !artifact) throw new Error(`${component} has not been built`);
  return {
    component,
    version: '0.1.0',
    repository: `commons/${component}`,
    'run-id': run.id,
    'artifact-id': artifact.id,
    digest: artifact.digest,
    binaries: [],
    ...changes,
  };
}

const digestOf = (bytes: Buffer): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

const requires: Readonly<Record<string, readonly string[]>> = {
  'blvm-consensus': [],
  'blvm-protocol': ['blvm-consensus'],
  'blvm-node': ['blvm-consensus', 'blvm-protocol'],
  blvm: ['blvm-consensus', 'blvm-node', 'blvm-protocol'],
  'blvm-sdk': [],
  'governance-app': ['blvm-sdk'],
};

test('six repositories, each built by its own build.yml with what it requires, make what this machine makes', () =>
  github(async (double) => {
    const local = aCopy();
    const released = await runProgram('npm', ['start', '--silent'], { folder: local });
    const runs = new Map<string, Ended>();

    for (const [component, names] of Object.entries(requires)) {
      const upstreams = names.map((name) => upstream(name, runs.get(name)));
      runs.set(component, await build(double, orderFor(repositories, component, upstreams)));
    }

    expect(released).toMatchObject({ code: 0 });
    for (const [component, run] of runs) {
      const [artifact] = run.artifacts;
      const files = new Map(await filesOf(double, `commons/${component}`, artifact?.id ?? 0));
      const said = JSON.parse(String(files.get('slipway.json')));
      files.delete('slipway.json');

      expect({ ...run, log: run.conclusion === 'success' ? '' : run.log }).toMatchObject({
        conclusion: 'success',
        title: `build set-2025-01A.1/${component}/1`,
        log: '',
        artifacts: [{ name: `slipway-${component}`, digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) }],
      });
      expect(files).toEqual(await locally(local, component));
      expect(said).toEqual({
        contract: 1,
        marker: `set-2025-01A.1/${component}/1`,
        component,
        version: '0.1.0',
        commit: orderFor(repositories, component).commit,
        files: [...files].map(([path, bytes]) => ({ path, size: bytes.length, digest: digestOf(bytes) })),
      });
    }
  }));

/** What the release folder has of a component, read by tar. */
async function locally(copy: string, component: string): Promise<ReadonlyMap<string, Buffer>> {
  const folder = aFolder();
  const archive = `examples/bitcoin-commons/release/set-2025-01A/assets/${component}-0.1.0.tar.gz`;
  await runProgram('tar', ['-xzf', join(copy, archive)], { folder });
  return filesIn(folder);
}

test('a repository_dispatch builds as a workflow_dispatch does, and a rerun delivers again', () =>
  github(async (double) => {
    const ask = asAda(double);
    const keys = { 'slipway-marker': 'm-1', slipway: JSON.stringify(orderFor(repositories, 'blvm-sdk')) };

    await ask('POST', '/repos/commons/blvm-sdk/dispatches', { event_type: 'slipway-build', client_payload: keys });
    const { workflow_runs } = await ask('GET', '/repos/commons/blvm-sdk/actions/runs?event=repository_dispatch');
    const first = await ended(double, 'commons/blvm-sdk', workflow_runs[0].id);
    await ask('POST', `/repos/commons/blvm-sdk/actions/runs/${first.id}/rerun`);
    const second = await ended(double, 'commons/blvm-sdk', first.id);

    expect([first.title, first.conclusion, second.conclusion]).toEqual(['build m-1', 'success', 'success']);
    expect(second.artifacts.map(({ name }) => name)).toEqual(['slipway-blvm-sdk', 'slipway-blvm-sdk']);
    const contents = await Promise.all(second.artifacts.map(({ id }) => filesOf(double, 'commons/blvm-sdk', id)));
    expect(contents[0]).toEqual(contents[1]);
  }));

test('an upstream that is not what the order says stops the build before it begins', () =>
  github(async (double) => {
    const sdk = await build(double, orderFor(repositories, 'blvm-sdk'));
    const other = await build(double, orderFor(repositories, 'blvm-consensus'));
    const orders = [
      upstream('blvm-sdk', sdk, { digest: `sha256:${'0'.repeat(64)}` }),
      upstream('blvm-sdk', sdk, { 'artifact-id': 1 }),
      upstream('blvm-sdk', sdk, { version: '0.2.0' }),
      upstream('blvm-sdk', other, { repository: 'commons/blvm-consensus' }),
    ].map((one) => orderFor(repositories, 'governance-app', [one]));

    const runs = [];
    for (const order of orders) runs.push(await build(double, order));

    expect(runs.map(({ conclusion, artifacts }) => [conclusion, artifacts])).toEqual(runs.map(() => ['failure', []]));
    expect(runs.map(errorsIn)).toEqual([
      [
        expect.stringMatching(
          /^upstream blvm-sdk \(commons\/blvm-sdk\): artifact \d+ has the digest sha256:.*, and the order says /,
        ),
      ],
      [expect.stringMatching(/^upstream blvm-sdk \(commons\/blvm-sdk\): run \d+ has no artifact 1; /)],
      [expect.stringContaining(': is of version 0.1.0, not of 0.2.0; ')],
      [expect.stringContaining(': is of component blvm-consensus, not of blvm-sdk; ')],
    ]);
    expect(runs.map(({ log }) => log.includes('linked governance-app'))).toEqual([false, false, false, false]);
  }));

test('an order that is none, a checkout at another commit and a build that makes nothing are told as what they are', () => {
  const folder = anOddRepository();
  return github(async (double) => {
    const good = orderFor(folder, 'odd');

    const bad = await build(double, { ...good, version: 1, upstreams: [{ component: '../x' }] });
    const elsewhere = await build(double, { ...good, commit: git(join(folder, 'odd'), 'rev-parse', 'main~1') });
    const nothing = await build(double, good);

    expect([bad, elsewhere, nothing].map(({ conclusion }) => conclusion)).toEqual(['failure', 'failure', 'failure']);
    expect(errorsIn(bad).map((line) => line.split(';')[0])).toEqual(
      expect.arrayContaining([
        expect.stringContaining('input slipway: version: '),
        expect.stringContaining("input slipway: upstreams.0.component: a component's name has "),
        expect.stringContaining('input slipway: upstreams.0.digest: '),
      ]),
    );
    expect(errorsIn(elsewhere)).toEqual([
      expect.stringMatching(
        /^the checkout: is at [0-9a-f]{40}, and the order is for [0-9a-f]{40}; give actions\/checkout the ref /,
      ),
    ]);
    expect(errorsIn(nothing)).toEqual([
      expect.stringContaining('the pattern out/* of artifacts matches no file that the build made'),
    ]);
  }, folder);
});

/** The example's workflow, without the commit at its checkout and with a build that makes nothing. */
function anOddRepository(): string {
  const folder = join(aFolder(), 'repositories');
  const odd = join(folder, 'odd');
  mkdirSync(join(odd, '.github/workflows'), { recursive: true });
  const workflow = readFileSync(join(repositories, 'blvm/.github/workflows/build.yml'), 'utf8');
  const changed = workflow.replace(/ +ref: .*\n/, '').replace('node build.mjs', 'true');
  writeFileSync(join(odd, '.github/workflows/build.yml'), changed);
  git(odd, 'init', '--quiet', '--initial-branch=main');
  git(odd, 'add', '.');
  for (const subject of ['one', 'two']) git(odd, 'commit', '--quiet', '--allow-empty', `--message=${subject}`);
  git(odd, 'tag', 'v0.1.0');
  return folder;
}

const errorsIn = ({ log }: Ended): readonly string[] =>
  [...log.matchAll(/::error::(.*)/g)].map(([, text = '']) => text);
