import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Double, releasesOf, withDouble } from '@slipway/github-double';
import {
  buildReports,
  cancelOnGithub,
  type GithubReport,
  type GithubWish,
  prepareOnGithub,
  statusOnGithub,
  steerOnGithub,
} from '@slipway/operations/orchestrate-chain';
import { acme, delivering, manifestOf, names, pair, portsOn, wishOf } from './a-github-chain.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-github-continued-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const minute = 60_000;

type Part = Partial<Omit<GithubWish, 'release'>> & { readonly release?: Partial<GithubWish['release']> };

async function wished({ release, ...part }: Part = {}): Promise<GithubWish> {
  const wish = await wishOf({ manifest: await manifestOf(pair), ...part });
  return { ...wish, release: { ...wish.release, ...release } };
}

const unsteered = () => ({ interrupt: new AbortController().signal, watch: () => {} });

const prepare = async (double: Double, part: Part = {}): Promise<GithubReport> =>
  double.drive(prepareOnGithub(portsOn(double, { folder }), await wished(part), unsteered()));

async function resume(double: Double): Promise<readonly Readonly<Record<string, string>>[]> {
  const orchestrator = { kind: 'workflow', workflow: 'release_orchestrator.yml', ref: 'main' } as const;
  const wish = await wished();
  const steered = steerOnGithub(portsOn(double, { folder }), wish, 'resume', {
    ...orchestrator,
    inputs: { tag: 'set-1' },
  });
  expect(await double.drive(steered)).toMatchObject({ status: 'started' });
  return double.runs.of('acme/releases').map(({ inputs }) => inputs);
}

const allDeliver = (double: Double, takes: '30m' | '1m' = '30m') =>
  names.forEach((name) => double.runs.script(`acme/${name}`, 'build.yml', (run) => delivering(run, { takes })));

const releasesIn = (double: Double) => {
  const repository = double.world.repository('acme/releases');
  return repository ? [...releasesOf(repository).all] : [];
};

test('a run that is resumed is what it was asked to be when it began, whatever the second start says of it', async () => {
  await withDouble(acme(), async (double) => {
    allDeliver(double);
    await prepare(double, { timeout: 10 * minute, release: { prerelease: 'true' } });

    const sent = await resume(double);
    const ended = await prepare(double);

    expect(sent).toEqual([{ tag: 'set-1', prerelease: 'true', only: '' }]);
    expect(ended.status).toBe('prepared');
    expect(releasesIn(double)).toMatchObject([{ draft: true, prerelease: true }]);
  });
});

test('a run of a part of the set is resumed with the same part', async () => {
  await withDouble(acme(), async (double) => {
    allDeliver(double);
    await prepare(double, { timeout: 10 * minute, selection: { only: ['core'], skip: [] } });

    const [sent] = await resume(double);
    const ended = await prepare(double, { selection: { only: sent?.['only']?.split(',') ?? [], skip: [] } });

    expect(sent).toEqual({ tag: 'set-1', prerelease: '', only: 'core' });
    expect(ended.status).toBe('built');
    expect(double.runs.of('acme/app')).toEqual([]);
  });
});

test('an orchestrator is given nothing that it has no input for', async () => {
  const file = 'on: { workflow_dispatch: { inputs: { tag: {} } } }\njobs: { a: { runs-on: x, steps: [{ run: y }] } }';
  const there = acme().repository('acme/set').workflow('release_orchestrator.yml', file);
  await withDouble(there, async (double) => {
    allDeliver(double);
    await prepare(double, { timeout: 10 * minute, release: { prerelease: 'true' } });
    const wish = await wished({ home: 'acme/set' });
    const orchestrator = { kind: 'workflow', workflow: 'release_orchestrator.yml', ref: 'main' } as const;

    const steered = steerOnGithub(portsOn(double, { folder }), wish, 'resume', {
      ...orchestrator,
      inputs: { tag: 'set-1' },
    });

    expect(await double.drive(steered)).toMatchObject({ status: 'started' });
    expect(double.runs.of('acme/set').map(({ inputs }) => inputs)).toEqual([{ tag: 'set-1' }]);
  });
});

test('who goes on with a run and asks for another kind of release is refused', async () => {
  await withDouble(acme(), async (double) => {
    allDeliver(double);
    await prepare(double, { timeout: 10 * minute });

    const other = await prepare(double, { release: { prerelease: 'true' } });

    expect(other).toMatchObject({
      status: 'refused',
      findings: [{ what: 'prerelease has changed since this chain run began', where: 'set-1.1' }],
    });
  });
});

test('what would stop the release is told again when a run goes on, before more is built for it', async () => {
  await withDouble(acme(), async (double) => {
    allDeliver(double);
    await prepare(double, { timeout: 10 * minute });
    const { releases } = portsOn(double, { folder });
    await double.drive(releases.createDraft({ tag: 'set-1', title: 'theirs', notes: '', prerelease: false }));

    const refused = await prepare(double, { release: { environment: 'release' } });

    expect(refused.status).toBe('refused');
    expect(refused.findings).toMatchObject([
      { code: 'conflict', where: 'release set-1' },
      { what: 'there is no environment release' },
    ]);
    expect(double.runs.of('acme/app')).toEqual([]);
  });
});

test('of each build that had a workflow run, that run is told: where, which attempt, and what it came to', async () => {
  await withDouble(acme(), async (double) => {
    allDeliver(double, '1m');
    double.runs.script('acme/app', 'build.yml', { conclusion: 'timed_out' });

    const report = await prepare(double);

    const [app, core] = report.chain?.builds ?? [];
    const idOf = (name: string) => double.runs.of(`acme/${name}`)[0]?.id;
    const url = (name: string) => expect.stringContaining(`/acme/${name}/actions/runs/${idOf(name)}`);
    expect(core).toMatchObject({
      status: 'succeeded',
      workflow: {
        repository: 'acme/core',
        id: idOf('core'),
        url: url('core'),
        attempt: 1,
        stage: null,
        conclusion: 'success',
      },
    });
    expect(app).toMatchObject({
      status: 'failed',
      workflow: {
        repository: 'acme/app',
        id: idOf('app'),
        url: url('app'),
        attempt: 1,
        stage: null,
        conclusion: 'timed_out',
      },
    });
  });
});

test('of a build that is cancelled its run is told, of one that never began there is none', async () => {
  await withDouble(acme(), async (double) => {
    allDeliver(double);
    await prepare(double, { timeout: 10 * minute });
    const wish = await wished();

    await double.drive(cancelOnGithub(portsOn(double, { folder }), wish, unsteered()));
    const standing = await double.drive(statusOnGithub(portsOn(double, { folder }), wish));

    const [app, core] = standing?.run ? buildReports(standing.run) : [];
    const id = double.runs.of('acme/core')[0]?.id;
    expect(core).toMatchObject({ status: 'cancelled', workflow: { id, attempt: 1 } });
    expect(app?.workflow).toEqual({
      repository: 'acme/app',
      id: null,
      url: null,
      attempt: null,
      stage: null,
      conclusion: null,
    });
  });
});
