import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dispatchSettingsOf, type Double, type TokenSpec, withDouble, world } from '@slipway/github-double';
import {
  buildOnGithub,
  type ChainReport,
  type GithubWish,
  newestRun,
  parseManifest,
} from '@slipway/operations/orchestrate-chain';
import { acme, alone, buildYaml, delivering, manifestOf, type Place, portsOn, wishOf } from './a-github-chain.js';

/** What others who start workflows elsewhere are known to get wrong; that `timed_out` and unknown words are no success is in github-chain. */
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-github-known-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function build(double: Double, part: Partial<GithubWish> = {}, place: Partial<Place> = {}): Promise<ChainReport> {
  const wish = await wishOf({ manifest: await manifestOf(alone), ...part });
  const steering = { interrupt: new AbortController().signal, watch: () => {} };
  return buildOnGithub(portsOn(double, { folder: mkdtempSync(join(folder, 'runner-')), ...place }), wish, steering);
}

/** Which run each chain run took its build from. */
const takenBy = async (double: Double, tag: string) => {
  const stored = await newestRun(portsOn(double, { folder }).ledger, tag);
  return stored?.run.builds.map((one) => (one.status === 'succeeded' ? one.delivery?.run : null));
};

const runOf = (double: Double, marker: string) =>
  double.runs.of('acme/core').find(({ title }) => title === `build ${marker}`)?.id;

test('two dispatches at once do not swap runs, although GitHub tells neither and lists the second first', () =>
  withDouble(acme(), async (double) => {
    dispatchSettingsOf(double.world).runDetails = 'refused';
    double.runs.script('acme/core', 'build.yml', (run) =>
      delivering(run, { listedAfter: run.number === 1 ? '25s' : 0, takes: run.number === 1 ? '1m' : '5m' }),
    );

    const tags = ['set-1', 'set-2'];
    const reports = await double.drive(Promise.all(tags.map((tag) => build(double, { tag }))));

    expect(reports.map(({ outcome }) => outcome)).toEqual(['released', 'released']);
    for (const tag of tags)
      expect(await double.drive(takenBy(double, tag))).toEqual([runOf(double, `${tag}.1/core/1`)]);
  }));

test('the one run that a list shows after the dispatch and did not before is not ours for that', () =>
  withDouble(acme(), async (double) => {
    dispatchSettingsOf(double.world).runDetails = 'refused';
    const isOurs = (title: string) => title.includes('set-1.1/');
    double.runs.script('acme/core', 'build.yml', (run) =>
      delivering(run, { listedAfter: isOurs(run.title) ? '25s' : 0 }),
    );
    let strangers = 0;
    double.runs.watch(({ kind, run }) => {
      if (kind !== 'requested' || !isOurs(run.title)) return;
      strangers += 1;
      const inputs = { 'slipway-marker': 'theirs/1', slipway: '{"upstreams":[]}' };
      const trigger = { kind: 'workflow', workflow: 'build.yml', ref: 'main', inputs } as const;
      void portsOn(double, { folder }).runs.start({ owner: 'acme', repo: 'core' }, trigger);
    });

    const report = await double.drive(build(double));

    expect([report.outcome, strangers]).toEqual(['released', 1]);
    expect(await double.drive(takenBy(double, 'set-1'))).toEqual([runOf(double, 'set-1.1/core/1')]);
  }));

test.each(['"{ \\"mode\\": }"', '["mode"]', '{ mode = 1 }'])(
  'inputs that are %s are refused with their place, instead of being sent as {}',
  async (inputs) => {
    const parsed = await parseManifest(`${alone}inputs = ${inputs}\n`, 'versions.toml');

    expect(parsed).toMatchObject({
      status: 'invalid',
      findings: [{ code: 'bad-input', where: expect.stringContaining('versions.toml') }],
    });
  },
);

/** Preflight tells it, and what GitHub refuses all the same is read so, too. */
const tokens: Readonly<Record<'fine-grained' | 'classic', TokenSpec>> = {
  'fine-grained': {
    kind: 'fine-grained',
    user: 'ada',
    repositories: ['acme/core', 'acme/releases'],
    permissions: { actions: 'read', contents: 'write' },
  },
  classic: { kind: 'classic', user: 'bob' },
};

test.each(['fine-grained', 'classic'] as const)(
  'a permission that a %s token lacks is told by its name, and not as a workflow or repository that is not there',
  (kind) =>
    withDouble(
      world()
        .organisation('acme', { owners: ['ada'] })
        .repository('acme/releases', { collaborators: { bob: 'write' } })
        .repository('acme/core', { tags: ['v1.0.0'], collaborators: { bob: 'read' } })
        .workflow('build.yml', buildYaml),
      async (double) => {
        const report = await double.drive(build(double, {}, { token: double.token(tokens[kind]) }));

        const told = JSON.stringify(report);
        expect(told).toContain('needs actions: write on acme/core');
        expect(told).not.toMatch(/no workflow|no such repository|not-found/);
        expect(double.runs.of('acme/core')).toEqual([]);
      },
    ),
);
