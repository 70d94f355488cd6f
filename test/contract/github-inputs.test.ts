import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Double } from '@slipway/github-double';
import { fileLedger } from '@slipway/host';
import { steerOnGithub, tagsLeftContinuing } from '@slipway/operations/orchestrate-chain';
import { asAda } from '../e2e/callees.js';
import { acme, delivering, manifestOf, pair, portsOn, wishOf } from './a-github-chain.js';
import { onGithub } from './on-github.js';

/** What is kept of chain runs there. */
async function stateIn(double: Double, name: string): Promise<readonly string[]> {
  const refs: readonly { ref: string }[] = await asAda(double)('GET', `/repos/${name}/git/matching-refs/slipway/`);
  return refs.map(({ ref }) => ref);
}

const site = { repository: 'acme/site' };

/** Of Ada, for these repositories only. */
const limited = (double: Double, repositories: readonly string[], contents: 'read' | 'write' = 'write') =>
  double.token({ kind: 'fine-grained', user: 'ada', repositories, permissions: { actions: 'write', contents } });

test('a release elsewhere: it goes there; state and approval stay with the workflow that drives the chain', () =>
  onGithub(
    acme()
      .repository('acme/site')
      .environment('release', { reviewers: ['ada'] }),
    async ({ double, prepare, publish, releases }) => {
      const release = { ...site, environment: 'release' };

      const unapproved = await prepare({ release });
      const prepared = await prepare({ release: site });
      const published = await publish({ release: site });

      expect(unapproved.errors).toEqual([expect.stringMatching(/^acme\/releases: there is no environment release/)]);
      expect([prepared.status, published.status]).toEqual(['prepared', 'published']);
      expect(releases('acme/site')).toMatchObject([{ draft: false, tag: 'set-1', assets: { length: 3 } }]);
      expect(releases()).toEqual([]);
      expect(await stateIn(double, 'acme/site')).toEqual([]);
      expect(await stateIn(double, 'acme/releases')).not.toEqual([]);
    },
  ));

test('a release elsewhere: the environment is the workflow’s own', () =>
  onGithub(acme().repository('acme/site'), async ({ double, prepare }) => {
    const { id } = await asAda(double)('GET', '/user');
    const reviewers = [{ type: 'User', id }];
    await asAda(double)('PUT', '/repos/acme/releases/environments/release', { reviewers });

    const { status } = await prepare({ release: { ...site, environment: 'release' } });

    expect(status).toBe('prepared');
  }));

test('a release elsewhere: whoever resumes starts the workflow that drives the chain', () =>
  onGithub(acme().repository('acme/site'), async ({ double, folder, prepare }) => {
    await prepare({ release: site, timeout: 6_000 });
    const wish = await wishOf({ manifest: await manifestOf(pair) });
    const wished = { ...wish, release: { ...wish.release, ...site } };
    const trigger = {
      kind: 'workflow',
      workflow: 'release_orchestrator.yml',
      ref: 'main',
      inputs: { tag: 'set-1' },
    } as const;

    const steered = await double.drive(steerOnGithub(portsOn(double, { folder }), wished, 'resume', trigger));

    expect(steered.status).toBe('started');
    expect(double.runs.of('acme/releases')).toHaveLength(1);
  }));

test('a release elsewhere: what the token lacks is told for each of the two', () =>
  onGithub(acme().repository('acme/site'), async ({ double, prepare, done }) => {
    const token = double.token({
      kind: 'fine-grained',
      user: 'grace',
      repositories: 'all',
      permissions: { actions: 'write', contents: 'write' },
    });

    const { errors } = await prepare({ release: site, token });

    expect(errors).toEqual([
      expect.stringContaining('the token needs actions: write on acme/app'),
      expect.stringContaining('the token needs actions: write on acme/core'),
      expect.stringContaining("the token needs contents: write on acme/releases, for the chain's state; give"),
      expect.stringContaining('the token needs contents: write on acme/site, for the release; give'),
    ]);
    expect(done()).toEqual([]);
  }));

test('a ledger in a folder keeps the state there; a build then writes nothing to its own repository', () =>
  onGithub(acme(), async ({ double, folder, build, runs }) => {
    const part = {
      ledger: 'file' as const,
      token: limited(double, ['acme/core', 'acme/app']),
      ports: (ports: ReturnType<typeof portsOn>) => ({ ...ports, ledger: fileLedger(join(folder, 'state')) }),
    };

    const built = await build(part);
    const again = await build(part);

    expect([built.status, again.status]).toEqual(['built', 'built']);
    expect(await stateIn(double, 'acme/releases')).toEqual([]);
    expect(existsSync(join(folder, 'state'))).toBe(true);
    expect(runs()).toEqual({ core: 1, app: 1 });
  }));

const beta = pair.replace('core = "1.0.0"', 'core = { version = "1.0.0-beta.1", git_tag = "v1.0.0" }');

test.each([
  ['the tag’s version', pair, 'v2.0.0-rc.1', 'auto', true],
  ['the tag’s version, whatever the components are', beta, 'v2.0.0', 'auto', false],
  ['the components, where the tag is no version', beta, 'set-1', 'auto', true],
  ['the components, none of which is one', pair, 'set-1', 'auto', false],
  ['what is said', pair, 'set-1', 'true', true],
  ['what is said, whatever tag and components are', beta, 'v2.0.0-rc.1', 'false', false],
] as const)('whether it is a prerelease goes by %s', (_, text, tag, prerelease, expected) =>
  onGithub(acme(), async ({ prepare, releases }) => {
    const { status } = await prepare({ text, tag, release: { prerelease } });

    expect(status).toBe('prepared');
    expect(releases()).toMatchObject([{ prerelease: expected }]);
  }),
);

test('notes are made from the components, or are what is given', () =>
  onGithub(acme(), async ({ prepare, releases }) => {
    await prepare();
    await prepare({ tag: 'other', release: { notes: 'Our words.' } });

    const [made, given] = releases();
    expect(made?.body).toMatch(/core.*1\.0\.0/s);
    expect(given?.body).toMatch(/^Our words\.\n\n<!-- slipway .*-->$/);
  }));

test.each([
  { only: ['core'], skip: [] },
  { only: [], skip: ['app'] },
])('with %j artifacts are built, and no release is made', (selection) =>
  onGithub(acme(), async ({ prepare, releases, runs }) => {
    const { status, report } = await prepare({ selection });

    expect(status).toBe('built');
    expect(report).toMatchObject({ release: null, chain: { builds: [{ component: 'core', status: 'succeeded' }] } });
    expect(releases()).toEqual([]);
    expect(runs()).toEqual({ core: 1, app: 0 });
  }),
);

const minute = 60_000;

test('no runner is no slow build: one time counts until a runner takes it, the other from then on', () =>
  onGithub(acme(), async ({ double, prepare }) => {
    double.runs.script('acme/core', 'build.yml', (run) => delivering(run, { queuedFor: '20m', takes: '20m' }));
    const text = `${pair}attempts = 1\n`;

    const patient = await prepare({ text, queueTimeout: 30 * minute, runTimeout: 30 * minute, tag: 'a' });
    const hasty = await prepare({ text, queueTimeout: 10 * minute, runTimeout: 60 * minute, tag: 'b' });
    const slow = await prepare({ text, queueTimeout: 60 * minute, runTimeout: 10 * minute, tag: 'c' });

    expect(patient.status).toBe('prepared');
    expect(hasty.errors).toEqual([expect.stringContaining('core: no runner took it within 10 minutes: none with its')]);
    expect(slow.errors).toEqual([expect.stringContaining('core: was cancelled after 10 minutes')]);
    const ends = double.runs.of('acme/core').map(({ attempts }) => attempts.at(-1)?.conclusion);
    expect(ends).toEqual(['success', 'cancelled', 'cancelled']);
  }));

test('what a schedule takes up are the tags whose newest chain run was left continuing, each by itself', () =>
  onGithub(acme(), async ({ double, folder, prepare }) => {
    const left = () => double.drive(tagsLeftContinuing(portsOn(double, { folder }).ledger));

    const before = await left();
    for (const tag of ['v1.0', 'v1.0.1', 'other']) await prepare({ tag, timeout: 6_000 });
    const three = await left();
    await prepare({ tag: 'v1.0' });
    const two = await left();

    expect(before).toEqual([]);
    expect(three).toEqual(['other', 'v1.0', 'v1.0.1']);
    expect(two).toEqual(['other', 'v1.0.1']);
  }));
