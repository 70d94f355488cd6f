import { generateKeyPairSync } from 'node:crypto';
import { type Double, type Permissions, withDouble } from '@slipway/github-double';
import type { RemoteRepositories } from '@slipway/operations/ports';
import { acme, aClient, core } from '../client/a-client.js';
import { connect } from '../client/client.js';
import { appTokens } from '../tokens/app-tokens.js';
import { githubRepositories } from './repositories.js';

const buildYaml =
  'on: { workflow_dispatch: { inputs: { slipway: { required: true } } } }\njobs: { a: { runs-on: x } }\n';

const situation = () =>
  acme({
    commits: [
      { message: 'feat: one\n\nand more', files: { a: '1' }, tags: ['v1.0.0'] },
      { message: 'feat: two', files: { a: '2' } },
      { message: 'fix: three', files: { a: '3' }, tags: ['v1.1.0'] },
    ],
    branches: { 'release/1.x': { a: '1.1' } },
    collaborators: { eve: 'read' },
  })
    .workflow('build.yml', buildYaml)
    .environment('release', { reviewers: ['ada', 'eve'], preventSelfReview: true, waitTimer: 10 })
    .environment('open');

const on = (double: Double, token?: string): RemoteRepositories =>
  githubRepositories(aClient(double, token === undefined ? {} : { token }));

const shaOf = (double: Double, name: string): string => {
  const found = double.world.repository('acme/core')?.git.resolve(name);
  if (!found) throw new Error(`${name} is in the world of these tests`);
  return found.sha;
};

test('hashes, tags and branches are resolved to commits with their times; a branch goes before a tag', () =>
  withDouble(situation(), async (double) => {
    const repositories = on(double);
    const git = double.world.repository('acme/core')?.git;
    const first = shaOf(double, 'v1.0.0');
    git?.refs.set('refs/tags/main', first);

    const found = await Promise.all(
      [first, first.toUpperCase(), 'v1.1.0', 'release/1.x', 'main', first.slice(0, 9), 'abcdef123'].map((name) =>
        repositories.resolve(core, name),
      ),
    );

    expect(found.map((commit) => commit?.commit ?? null)).toEqual([
      first,
      first,
      shaOf(double, 'v1.1.0'),
      shaOf(double, 'release/1.x'),
      shaOf(double, 'refs/heads/main'),
      first,
      null,
    ]);
    expect(found[0]?.time).toBe(Math.floor((git?.history.commit(first)?.committer.date ?? 0) / 1000));
  }));

test('an annotated tag is its commit', () =>
  withDouble(situation(), async (double) => {
    const client = aClient(double);
    const commit = shaOf(double, 'v1.0.0');
    const tag = { ...core, tag: 'v2', message: 'two', object: commit, type: 'commit' } as const;
    const made = await client.create('POST /repos/{owner}/{repo}/git/tags', tag);
    const annotated = made.status === 'done' ? made.value.sha : '';
    await on(double).createTag(core, 'v2', annotated);

    expect(await on(double).tag(core, 'v2')).toMatchObject({ commit });
    expect(annotated).not.toBe(commit);
  }));

test('what is not there is null, in an empty repository too', () =>
  withDouble(situation().repository('acme/empty', { files: {} }), async (double) => {
    const repositories = on(double);
    const empty = { owner: 'acme', repo: 'empty' };

    const all = await Promise.all([
      repositories.resolve(core, 'a'.repeat(40)),
      repositories.resolve(core, 'none'),
      repositories.resolve(core, 'abcdef1'),
      repositories.tag(core, 'main'),
      repositories.tag(empty, 'v1'),
      repositories.resolve(empty, 'main'),
      repositories.changes(core, 'a'.repeat(40), shaOf(double, 'main')),
      repositories.workflow(core, 'none.yml', 'main'),
      repositories.workflow(core, 'build.yml', 'none'),
      repositories.environment(core, 'none'),
    ]);

    expect(all).toEqual(Array.from({ length: 10 }, () => null));
  }));

test('a repository that is not there or not to be seen is told as that, whatever is asked of it', () =>
  withDouble(acme({ private: true }), async (double) => {
    const repositories = on(double, double.token({ kind: 'classic', user: 'stranger' }));
    const what = 'acme/core: there is no such repository, or the token may not see it';

    for (const asked of [
      repositories.look(core),
      repositories.resolve(core, 'main'),
      repositories.tag(core, 'v1'),
      repositories.changes(core, 'a'.repeat(40), 'b'.repeat(40)),
      repositories.workflow(core, 'build.yml', 'main'),
      repositories.workflows(core),
      repositories.environment(core, 'release'),
      repositories.permission(core, 'actions: write'),
    ])
      await expect(asked).rejects.toThrow(what);
  }));

test('changes are subjects, newest first', () =>
  withDouble(situation(), async (double) => {
    const [from, to] = [shaOf(double, 'v1.0.0'), shaOf(double, 'v1.1.0')];

    expect(await on(double).changes(core, from, to)).toEqual(['fix: three', 'feat: two']);
    expect(await on(double).changes(core, to, from)).toEqual([]);
  }));

test('a workflow is told with its file, its state and what starts it', () =>
  withDouble(situation(), async (double) => {
    const repositories = on(double);
    const client = aClient(double);
    const active = await repositories.workflow(core, 'build.yml', 'main');
    const parameters = { ...core, workflow_id: 'build.yml' };
    await client.send('PUT /repos/{owner}/{repo}/actions/workflows/{workflow_id}/disable', parameters);

    const disabled = await repositories.workflow(core, 'build.yml', 'v1.0.0');

    const inputs = new Map([['slipway', { required: true, hasDefault: false }]]);
    expect(active).toEqual({
      file: 'build.yml',
      state: 'active',
      text: buildYaml,
      dispatch: { inputs },
      events: null,
      tags: null,
    });
    expect(disabled).toEqual({ ...active, state: 'disabled' });
  }));

test('a workflow that is on another branch alone is not listed: a dispatch would not find it', () =>
  withDouble(acme({ branches: { next: { '.github/workflows/new.yml': buildYaml } } }), async (double) => {
    expect(await on(double).workflow(core, 'new.yml', 'next')).toMatchObject({ state: 'unlisted' });
    expect(await on(double).workflow(core, 'new.yml', 'main')).toBeNull();
  }));

test('all workflows of the default branch are told, those that cannot be read as started by nothing', () =>
  withDouble(
    situation().workflow('tags.yaml', 'on: { push: { tags: ["v*"] } }').workflow('broken.yml', 'on: [\n: }'),
    async (double) => {
      const found = await on(double).workflows(core);

      expect(new Map(found.map(({ file, dispatch, tags }) => [file, [dispatch !== null, tags]]))).toEqual(
        new Map([
          ['broken.yml', [false, null]],
          ['build.yml', [true, null]],
          ['tags.yaml', [false, ['v*']]],
        ]),
      );
      expect(double.log.entries.map(({ route }) => route)).toEqual([
        'GET /repos/{owner}/{repo}/actions/workflows',
        'POST /graphql',
      ]);
    },
  ));

test('an environment is told with its reviewers and its rules', () =>
  withDouble(situation(), async (double) => {
    expect(await on(double).environment(core, 'release')).toEqual({
      reviewers: 2,
      preventSelfReview: true,
      waitTimer: 10,
    });
    expect(await on(double).environment(core, 'open')).toEqual({
      reviewers: 0,
      preventSelfReview: false,
      waitTimer: 0,
    });
  }));

test('a tag is made once: a second of its name is refused, and a lost answer is unknown', () =>
  withDouble(situation(), async (double) => {
    const repositories = on(double);
    const commit = shaOf(double, 'main');

    const made = await repositories.createTag(core, 'v2', commit);
    const again = await repositories.createTag(core, 'v2', shaOf(double, 'v1.0.0'));
    double.faults.add({ fault: { kind: 'reset-after' }, on: 'POST /repos/{owner}/{repo}/git/refs' });
    const lost = await double.drive(repositories.createTag(core, 'v3', commit));

    expect([made, again, lost]).toEqual([
      { status: 'done', value: null },
      { status: 'refused', reason: 'taken' },
      { status: 'unknown' },
    ]);
    expect([await repositories.tag(core, 'v2'), await repositories.tag(core, 'v3')]).toMatchObject([
      { commit },
      { commit },
    ]);
    expect(await repositories.tags(core)).toEqual(expect.arrayContaining(['v1.0.0', 'v1.1.0', 'v2', 'v3']));
  }));

const { publicKey, privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
});

test('permissions are told as far as GitHub tells them, and nothing is written for it', () =>
  withDouble(
    situation().app('slipway', {
      permissions: { contents: 'write', actions: 'read' },
      publicKey,
      installations: { acme: 'all' },
    }),
    async (double) => {
      const common = { apiUrl: double.urls.api, clock: double.clock };
      const tokens = appTokens({ ...common, appId: 'slipway', privateKey, mask: () => {} });
      const permissions: Permissions = { actions: 'read' };
      const repositories = {
        owner: on(double),
        reader: on(double, double.token({ kind: 'classic', user: 'eve' })),
        fineGrained: on(double, double.token({ kind: 'fine-grained', user: 'eve', repositories: 'all', permissions })),
        app: githubRepositories(connect({ ...common, tokens })),
        workflow: on(double, double.token({ kind: 'workflow', repository: 'acme/core', permissions })),
      };

      const facts = await Promise.all(
        Object.values(repositories).map(async (of) => [
          await of.permission(core, 'contents: write'),
          await of.permission(core, 'actions: write'),
        ]),
      );

      expect(facts).toEqual([
        ['granted', 'granted'],
        ['missing', 'missing'],
        ['missing', 'missing'],
        ['granted', 'missing'],
        ['unknown', 'unknown'],
      ]);
      expect(
        double.log.entries.filter(({ method, path }) => method !== 'GET' && !path.includes('access_tokens')),
      ).toEqual([]);
    },
  ));
