import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { sentence } from '@slipway/domain';
import { type Double, withDouble } from '@slipway/github-double';
import { fileLedger } from '@slipway/host';
import { buildOnGithub, fulfilOnGithub, type GithubWish } from '@slipway/operations/orchestrate-chain';
import { acme, alone, manifestOf, pair, portsOn, wishOf } from './a-github-chain.js';
import { unsteered } from './a-job.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-github-preflight-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A dry run's report. It writes nothing. */
async function planned(
  double: Double,
  part: Partial<GithubWish> & { readonly text?: string; readonly token?: string },
) {
  const { text = alone, token, ...rest } = part;
  const wish = await wishOf({ manifest: await manifestOf(text), mode: 'dry-run', ...rest });
  const ports = portsOn(double, { folder, ...(token !== undefined && { token }) });
  const report = await double.drive(buildOnGithub(ports, wish, unsteered()));
  expect(double.log.effects()).toEqual([]);
  return report;
}

const listeningTo = (tags: string) =>
  `on: { push: { tags: [${tags}] } }\njobs: { a: { runs-on: x, steps: [{ run: y }] } }`;

test('a place where no release folder can come to be is told before anything is built', async () => {
  await withDouble(acme(), async (double) => {
    rmSync(folder, { recursive: true });
    writeFileSync(folder, 'mine');

    const report = await planned(double, {});

    expect(report).toMatchObject({
      outcome: 'refused',
      findings: [{ what: 'a file stands where a folder is needed', where: folder }],
    });
  });
});

test.each(['dry-run', 'apply'] as const)(
  'a ledger in a folder that cannot be written to is told before anything is begun: %s',
  async (mode) => {
    await withDouble(acme(), async (double) => {
      const record = join(folder, 'state', 'runs', 'set-1.1');
      mkdirSync(dirname(record), { recursive: true });
      writeFileSync(record, 'mine');
      const ledger = fileLedger(join(folder, 'state'));
      const wish = await wishOf({ manifest: await manifestOf(alone), mode, ledger: 'file' });

      const report = await double.drive(
        fulfilOnGithub('prepare', { ...portsOn(double, { folder }), ledger }, wish, unsteered()),
      );

      expect(report.status).toBe('refused');
      expect(report.findings.map(sentence)).toEqual([
        `${record}: the chain's state cannot be written: a file stands where a folder is needed; move the file away, or give another --ledger`,
      ]);
      expect(double.log.effects()).toEqual([]);
      expect(readdirSync(folder, { recursive: true }).map(String).toSorted()).toEqual([
        'state',
        'state/runs',
        'state/runs/set-1.1',
      ]);
    });
  },
);

test('what is required cannot be skipped: no earlier chain run lends its builds', async () => {
  await withDouble(acme(), async (double) => {
    const report = await planned(double, { text: pair, selection: { only: [], skip: ['core'] } });

    expect(report.outcome).toBe('refused');
    expect(report.findings.map(sentence)).toEqual([
      '--skip: core is required by what is built, and on GitHub no build of an earlier chain run stands in for one of this; do not skip core; to build only what failed, retry the chain run',
    ]);
  });
});

test('with tag-components every workflow that a tag would start is named', async () => {
  const there = acme()
    .repository('acme/tool')
    .workflow(
      'build.yml',
      listeningTo('x').replace('on: {', 'on: { workflow_dispatch: { inputs: { slipway-marker: {}, slipway: {} } },'),
    )
    .workflow('publish.yml', listeningTo("'v[0-9]+.[0-9]+.*'"))
    .workflow('old.yml', listeningTo("'v*', '!v2.*'"));
  await withDouble(there, async (double) => {
    const text = alone.replace('core = { version = "1.0.0", binaries = ["core"] }', 'tool = "2.0.0"');
    const { release } = await wishOf();

    const report = await planned(double, {
      text: text.replace('[slipway]', '[slipway]\nref = "main"'),
      release: { ...release, tags: 'components' },
    });

    expect(report.outcome).toBe('planned');
    expect(report.findings).toMatchObject([
      { severity: 'warning', what: 'its tag v2.0.0 will start publish.yml', where: 'tool (acme/tool)' },
    ]);
  });
});

test('a tag that brings in workflow files needs a permission, which is told before anything is built', async () => {
  const there = acme().repository('acme/tool', {
    branches: { next: { '.github/workflows/build.yml': listeningTo('y') } },
    files: { '.github/workflows/build.yml': listeningTo('x').replace('on: {', 'on: { workflow_dispatch: {},') },
  });
  await withDouble(there, async (double) => {
    const text = alone.replace('core = { version = "1.0.0", binaries = ["core"] }', 'tool = "2.0.0"');
    const commit = double.world.repository('acme/tool')?.git.refs.get('refs/heads/next') ?? '';
    const { release } = await wishOf();

    const report = await planned(double, {
      text: text
        .replace('"2.0.0"', `{ version = "2.0.0", git_commit = "${commit}" }`)
        .replace('[slipway]', '[slipway]\ncollect = ["*"]'),
      release: { ...release, tags: 'components' },
      token: double.token({ kind: 'classic', user: 'ada', scopes: ['repo'] }),
    });

    expect(report.outcome).toBe('refused');
    expect(report.findings.map(({ what }) => what)).toEqual([
      expect.stringContaining('the token needs workflows: write on acme/tool, as build.yml at the commit'),
    ]);
  });
});

test('a token that cannot keep the chain’s state is told so, even where no release is made', async () => {
  await withDouble(acme(), async (double) => {
    const token = double.token({
      kind: 'fine-grained',
      user: 'guest',
      repositories: 'all',
      permissions: { actions: 'read', contents: 'read' },
    });

    const report = await planned(double, { purpose: 'build', token });

    expect(report.outcome).toBe('refused');
    expect(report.findings.map(({ what }) => what)).toEqual([
      'the token needs actions: write on acme/core',
      "the token needs contents: write on acme/releases, for the chain's state",
    ]);
  });
});
