import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Double, releasesOf, withDouble } from '@slipway/github-double';
import {
  buildOnGithub,
  type ChainReport,
  type GithubWish,
  prepareOnGithub,
  publishOnGithub,
} from '@slipway/operations/orchestrate-chain';
import { acme, delivering, diamond, manifestOf, names, type Place, portsOn, wishOf } from './a-github-chain.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-github-chain-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const unsteered = () => ({ interrupt: new AbortController().signal, watch: () => {} });

async function build(double: Double, place: Partial<Place> = {}, part: Partial<GithubWish> = {}): Promise<ChainReport> {
  const wish = await wishOf(part);
  return double.drive(buildOnGithub(portsOn(double, { folder, ...place }), wish, unsteered()));
}

const allDeliver = (double: Double) =>
  names.forEach((name) => double.runs.script(`acme/${name}`, 'build.yml', (run) => delivering(run, { takes: '30m' })));

const attemptsOf = (double: Double) =>
  Object.fromEntries(names.map((name) => [name, double.runs.of(`acme/${name}`).length]));

test('each component is built once by its own workflow, after what it requires, and the release folder is made', async () => {
  await withDouble(acme(), async (double) => {
    allDeliver(double);

    const report = await build(double);

    expect(report).toMatchObject({ outcome: 'released', run: 'set-1.1', findings: [] });
    expect(attemptsOf(double)).toEqual({ core: 1, left: 1, right: 1, app: 1 });
    expect(readFileSync(join(folder, 'release/assets/SHA256SUMS'), 'utf8').split('\n')).toHaveLength(5);
  });
});

test('whatever stands in the place of the release folder is moved aside, a file too', async () => {
  await withDouble(acme(), async (double) => {
    allDeliver(double);
    const [place, aside] = [join(folder, 'release'), join(folder, 'release.replaced-1')];
    writeFileSync(place, 'mine');

    const report = await build(double);

    expect(report).toMatchObject({ outcome: 'released', release: { folder: place, movedAside: aside } });
    expect(readFileSync(aside, 'utf8')).toBe('mine');
    expect(readFileSync(join(place, 'assets/SHA256SUMS'), 'utf8').split('\n')).toHaveLength(5);
  });
});

test('a release is prepared as a draft of this chain run, and made public by publish', async () => {
  await withDouble(acme(), async (double) => {
    allDeliver(double);
    const wish = await wishOf();

    const prepared = await double.drive(prepareOnGithub(portsOn(double, { folder }), wish, unsteered()));
    const published = await double.drive(publishOnGithub(portsOn(double, { folder }), wish));
    const again = await double.drive(publishOnGithub(portsOn(double, { folder }), wish));

    expect(prepared).toMatchObject({ status: 'prepared', findings: [], release: { state: 'draft' } });
    expect(published).toMatchObject({ status: 'published', findings: [], release: { state: 'public' } });
    expect(again).toMatchObject({ status: 'already-released' });
    const repository = double.world.repository('acme/releases');
    const releases = repository ? [...releasesOf(repository).all] : [];
    expect(releases.map(({ draft, assets }) => [draft, assets.length])).toEqual([[false, 5]]);
  });
});

test('a whole release of half-hour builds charges eight requests for each component, one for each asset and forty-two for the release at most', async () => {
  await withDouble(acme(), async (double) => {
    allDeliver(double);
    const wish = await wishOf();

    await double.drive(prepareOnGithub(portsOn(double, { folder }), wish, unsteered()));
    await double.drive(publishOnGithub(portsOn(double, { folder: join(folder, 'publish') }), wish));

    const charged = double.log.entries.filter((entry) => entry.charged).length;
    expect(charged).toBeLessThanOrEqual(42 + 8 * names.length + 5);
  });
});

test('a runner that is killed while builds run is followed by one that finds them again', async () => {
  await withDouble(acme(), async (double) => {
    allDeliver(double);
    const wish = await wishOf();
    const killed = new AbortController();
    const first = buildOnGithub(killable(portsOn(double, { folder }), killed.signal), wish, unsteered());
    const death = double.clock.now() + 40 * 60_000;
    await double.drive(Promise.race([first.catch(() => {}), double.clock.sleep(death - double.clock.now())]));
    killed.abort();

    const report = await build(double, { folder: join(folder, 'another-runner') });

    expect(report).toMatchObject({ outcome: 'released', run: 'set-1.1' });
    expect(attemptsOf(double)).toEqual({ core: 1, left: 1, right: 1, app: 1 });
  });
});

test('a chain that runs out of time is left continuing, and the next start ends it', async () => {
  await withDouble(acme(), async (double) => {
    allDeliver(double);

    const left = await build(double, {}, { timeout: 45 * 60_000 });
    const ended = await build(double);

    expect(left).toMatchObject({ outcome: 'continuing', run: 'set-1.1' });
    expect(ended).toMatchObject({ outcome: 'released', run: 'set-1.1' });
    expect(attemptsOf(double)).toEqual({ core: 1, left: 1, right: 1, app: 1 });
  });
});

test('two releases are never made by two runs of prepare, and a release that is not ours is left untouched', async () => {
  await withDouble(acme(), async (double) => {
    allDeliver(double);
    const wish = await wishOf();
    const { releases } = portsOn(double, { folder });
    await double.drive(releases.createDraft({ tag: 'set-1', title: 'theirs', notes: '', prerelease: false }));

    const prepared = await double.drive(prepareOnGithub(portsOn(double, { folder }), wish, unsteered()));

    expect(prepared).toMatchObject({ status: 'refused', findings: [{ code: 'conflict', where: 'release set-1' }] });
  });
});

test.each(['timed_out', 'action_required', 'invented'])('a run that ends as %s is no success', async (conclusion) => {
  await withDouble(acme(), async (double) => {
    allDeliver(double);
    double.runs.script('acme/left', 'build.yml', (run) => delivering(run, { conclusion }));

    const report = await build(double);

    expect(report.outcome).toBe('failed');
    expect(Object.fromEntries(report.builds.map(({ component, status }) => [component, status]))).toEqual({
      core: 'succeeded',
      left: 'failed',
      right: 'succeeded',
      app: 'skipped',
    });
  });
});

test('with retry-on any the failed jobs are done again, in the same run', async () => {
  await withDouble(acme(), async (double) => {
    allDeliver(double);
    const conclusion = (attempt: number) => (attempt === 1 ? 'failure' : 'success');
    double.runs.script('acme/left', 'build.yml', (run) => delivering(run, { conclusion: conclusion(run.attempt) }));
    const manifest = await manifestOf(diamond.replace('[slipway]', '[slipway]\nretry-on = "any"'));

    const report = await build(double, {}, { manifest });

    expect(report.outcome).toBe('released');
    expect(double.runs.of('acme/left').map(({ attempts }) => attempts.length)).toEqual([2]);
  });
});

test('restart cancels what was begun, deletes its draft, and begins the next chain run; never after publication', async () => {
  await withDouble(acme(), async (double) => {
    allDeliver(double);
    const wish = await wishOf();
    const release = (part: Partial<GithubWish>) =>
      double.drive(prepareOnGithub(portsOn(double, { folder }), { ...wish, ...part }, unsteered()));
    await release({ timeout: 45 * 60_000 });

    const restarted = await release({ begin: 'restart' });
    await double.drive(publishOnGithub(portsOn(double, { folder }), wish));
    const late = await release({ begin: 'restart' });

    expect(restarted).toMatchObject({ status: 'prepared', chain: { run: 'set-1.2' } });
    expect(late).toMatchObject({
      status: 'refused',
      findings: [{ what: expect.stringContaining('the release is public') }],
    });
    const repository = double.world.repository('acme/releases');
    expect(repository && releasesOf(repository).all).toHaveLength(1);
  });
});

test('all that stands in the way is told at once, before anything begins', async () => {
  await withDouble(acme(), async (double) => {
    const text = diamond.replace(
      '[slipway]',
      '[slipway.components.left]\nworkflow = "biuld.yml"\n[slipway.components.right]\ninputs = { mode = "x" }\n[slipway]',
    );
    const { release } = await wishOf();
    const wish = await wishOf({ manifest: await manifestOf(text), release: { ...release, environment: 'release' } });

    const report = await double.drive(prepareOnGithub(portsOn(double, { folder }), wish, unsteered()));

    expect(report.findings.map(({ what }) => what)).toEqual([
      'there is no workflow biuld.yml on main',
      'build.yml declares no input mode, which would be sent',
      'there is no environment release',
    ]);
    expect(attemptsOf(double)).toEqual({ core: 0, left: 0, right: 0, app: 0 });
  });
});

/** Ports whose process is dead once the signal is aborted: nothing they are asked for ever ends. */
function killable<Ports extends object>(ports: Ports, dead: AbortSignal): Ports {
  return new Proxy(ports, {
    get: (target, key) => {
      const value: unknown = Reflect.get(target, key);
      if (typeof value === 'function')
        return (...args: unknown[]) => (dead.aborted ? new Promise(() => {}) : Reflect.apply(value, target, args));
      return typeof value === 'object' && value !== null ? killable(value, dead) : value;
    },
  });
}
