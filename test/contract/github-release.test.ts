import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Double, releasesOf, withDouble } from '@slipway/github-double';
import { localPorts } from '@slipway/host';
import {
  buildChain,
  buildOnGithub,
  type GithubReport,
  type GithubWish,
  prepareOnGithub,
  publishOnGithub,
  releaseOnGithub,
  statusOnGithub,
} from '@slipway/operations/orchestrate-chain';
import { acme, delivering, manifestOf, pair, portsOn, wishOf } from './a-github-chain.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-github-release-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const unsteered = () => ({ interrupt: new AbortController().signal, watch: () => {} });

type Part = Partial<Omit<GithubWish, 'release'>> & { readonly release?: Partial<GithubWish['release']> };

async function wished({ release, ...part }: Part = {}, text = pair): Promise<GithubWish> {
  const wish = await wishOf({ manifest: await manifestOf(text), ...part });
  return { ...wish, release: { ...wish.release, ...release } };
}

const release = (double: Double, wish: GithubWish): Promise<GithubReport> =>
  double.drive(releaseOnGithub(portsOn(double, { folder }), wish, unsteered()));

const allDeliver = (double: Double) =>
  ['core', 'app'].forEach((name) => double.runs.script(`acme/${name}`, 'build.yml', (run) => delivering(run)));

const releasesIn = (double: Double) => {
  const repository = double.world.repository('acme/releases');
  return repository ? releasesOf(repository).all : [];
};

/** What became visible to others, in order. */
const madePublic = (double: Double) =>
  double.log
    .effects()
    .filter(({ kind, ref }) => kind === 'release-published' || `${ref}`.startsWith('refs/tags/'))
    .map(({ kind, repository, ref }) => (kind === 'release-published' ? 'release' : `${repository} ${ref}`));

test('run prepares and publishes in one job', async () => {
  await withDouble(acme(), async (double) => {
    allDeliver(double);

    const report = await release(double, await wished());

    expect(report).toMatchObject({ status: 'published', chain: { outcome: 'released' }, release: { state: 'public' } });
    expect(releasesIn(double).map(({ draft, assets }) => [draft, assets.length])).toEqual([[false, 3]]);
  });
});

test('once a release is public, every command gives the address that it has then, under a tag with build metadata, too', async () => {
  await withDouble(acme(), async (double) => {
    allDeliver(double);
    const wish = await wished({ tag: 'v1.0.0+build.5' });
    const ports = () => portsOn(double, { folder });

    const first = await release(double, wish);
    const again = [await release(double, wish), await double.drive(publishOnGithub(ports(), wish))];
    const standing = await double.drive(statusOnGithub(ports(), wish));

    const url = `${double.urls.server}/acme/releases/releases/tag/v1.0.0+build.5`;
    expect(first).toMatchObject({ status: 'published', chain: { run: 'v1.0.0+build.5.1' }, release: { url } });
    expect(again).toMatchObject([
      { status: 'already-released', release: { url } },
      { status: 'already-released', release: { url } },
    ]);
    expect(standing).toMatchObject({ prepared: { status: 'published', release: { url } } });
  });
});

test('run publishes nothing where a build failed', async () => {
  await withDouble(acme(), async (double) => {
    allDeliver(double);
    double.runs.script('acme/app', 'build.yml', { conclusion: 'failure' });

    const report = await release(double, await wished());

    expect(report.status).toBe('failed');
    expect(releasesIn(double)).toEqual([]);
  });
});

const untagged = pair
  .replace('core = "1.0.0"', 'core = "2.0.0"')
  .replace('app = { version = "1.0.0"', 'app = { version = "2.0.0"')
  .replace('[slipway]', '[slipway]\nref = "main"');

test('components are tagged at the commits that were built, each after what it requires, and the release is public last', async () => {
  await withDouble(acme(), async (double) => {
    allDeliver(double);
    double.faults.add({ fault: { kind: 'reset-after' }, on: /\/acme\/core\/git\/refs$/ });

    const report = await release(double, await wished({ release: { tags: 'components' } }, untagged));

    expect(report).toMatchObject({ status: 'published' });
    expect(madePublic(double)).toEqual([
      'acme/core refs/tags/v2.0.0',
      'acme/app refs/tags/v2.0.0',
      'acme/releases refs/tags/set-1',
      'release',
    ]);
    for (const { component, commit } of report.chain?.builds ?? [])
      expect(double.world.repository(`acme/${component}`)?.git.refs.get('refs/tags/v2.0.0')).toBe(commit);
  });
});

test('a tag that somebody made at another commit stops the publication, which says what is public and goes on later', async () => {
  await withDouble(acme(), async (double) => {
    allDeliver(double);
    const wish = await wished({ release: { tags: 'components' } }, untagged);
    await double.drive(prepareOnGithub(portsOn(double, { folder }), wish, unsteered()));
    const app = double.world.repository('acme/app');
    app?.git.refs.set('refs/tags/v2.0.0', app.git.refs.get('refs/heads/other') ?? '');

    const stopped = await double.drive(publishOnGithub(portsOn(double, { folder }), wish));
    const between = releasesIn(double).map(({ draft }) => draft);
    app?.git.refs.remove('refs/tags/v2.0.0');
    const ended = await double.drive(publishOnGithub(portsOn(double, { folder }), wish));

    expect(stopped.status).toBe('failed');
    expect(stopped.findings.map(({ what }) => what)).toEqual([
      expect.stringContaining('the tag v2.0.0 is at'),
      'public by now: the tags acme/core v2.0.0; the release may still be a draft',
    ]);
    expect(between).toEqual([true]);
    expect(ended.status).toBe('published');
  });
});

test('a release under the tag that is not ours is refused and left as it is, by every command', async () => {
  await withDouble(acme(), async (double) => {
    allDeliver(double);
    const { releases } = portsOn(double, { folder });
    const theirs = { tag: 'set-1', title: 'theirs', notes: 'by hand', prerelease: false };
    await double.drive(releases.createDraft(theirs));
    const before = JSON.stringify(releasesIn(double));

    const run = await release(double, await wished());
    const restarted = await release(double, await wished({ begin: 'restart' }));
    const published = await double.drive(publishOnGithub(portsOn(double, { folder }), await wished()));

    expect([run.status, restarted.status, published.status]).toEqual(['refused', 'refused', 'refused']);
    expect(run.findings).toMatchObject([{ code: 'conflict', where: 'release set-1' }]);
    expect(JSON.stringify(releasesIn(double))).toBe(before);
    expect(double.runs.of('acme/core')).toEqual([]);
  });
});

test('what somebody changed in the draft is told before anything is public', async () => {
  await withDouble(acme(), async (double) => {
    allDeliver(double);
    await double.drive(prepareOnGithub(portsOn(double, { folder }), await wished(), unsteered()));
    const { releases } = portsOn(double, { folder });
    const [draft] = await double.drive(releases.withTag('set-1'));
    const [first] = await double.drive(releases.assets(draft?.id ?? 0));
    if (first) await double.drive(releases.removeAsset(first));

    const published = await double.drive(publishOnGithub(portsOn(double, { folder }), await wished()));

    expect(published.status).toBe('refused');
    expect(JSON.stringify(published.findings)).toContain(first?.name);
    expect(madePublic(double)).toEqual([]);
  });
});

test('the assets are the local venue’s, byte for byte', async () => {
  const commands = ['core', 'app'].map(
    (name) =>
      `[slipway.components.${name}]\nbuild = ["sh", "-c", "printf 'bytes of ${name}' > ${name}"]\nartifacts = ["${name}"]`,
  );
  const manifest = await manifestOf([pair, ...commands].join('\n'));
  await withDouble(acme(), async (double) => {
    for (const name of ['core', 'app'])
      double.runs.script(`acme/${name}`, 'build.yml', (run) => delivering(run, {}, `bytes of ${name}`));
    const out = join(folder, 'local/release');
    const ports = localPorts({
      manifestDir: join(folder, 'local'),
      stateDir: join(folder, 'local/.slipway'),
      out,
      from: 'commits',
      serverUrl: double.urls.server,
      environment: { PATH: process.env['PATH'] ?? '', HOME: folder },
      grace: 1_000,
    });
    const wish = await wished({ manifest });

    const local = await buildChain(
      ports,
      { ...wish, mode: 'build', reuse: 'none', from: 'commits', existing: 'refuse' },
      unsteered(),
    );
    const remote = await double.drive(buildOnGithub(portsOn(double, { folder }), wish, unsteered()));

    expect([local.outcome, remote.outcome, local.findings, remote.findings]).toEqual(['released', 'released', [], []]);
    expect(assetsIn(join(folder, 'release'))).toEqual(assetsIn(out));
  });
});

const assetsIn = (path: string) =>
  Object.fromEntries(
    readdirSync(join(path, 'assets'))
      .toSorted()
      .map((name) => [name, readFileSync(join(path, 'assets', name)).toString('base64')]),
  );
