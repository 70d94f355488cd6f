import type { RemoteRepositories } from '@slipway/operations/ports';
import { type Double, withDouble, world } from '@slipway/github-double';
import { aClient } from '../client/a-client.js';
import { githubRepositories } from './repositories.js';

const buildYaml = 'on: workflow_dispatch\njobs: { a: { runs-on: x } }\n';
const names = ['one', 'two', 'three'] as const;
const nameOf = (repo: string) => ({ owner: 'acme', repo });

const situation = () =>
  names.reduce<ReturnType<typeof world>>(
    (builder, name) =>
      builder
        .repository(`acme/${name}`, { tags: ['v1'], branches: { next: { a: '1' } } })
        .workflow('build.yml', buildYaml),
    world().organisation('acme', { owners: ['ada'] }),
  );

/** What the work answers, and the routes that it asked. */
async function asked<Result>(double: Double, work: Promise<Result>) {
  const before = double.log.entries.length;
  const result = await double.drive(work);
  return { result, routes: double.log.entries.slice(before).map(({ route }) => route) };
}

const ofAll = <Result>(ask: (name: ReturnType<typeof nameOf>) => Promise<Result>) =>
  Promise.all(names.map((name) => ask(nameOf(name))));

/** Each by itself, so that REST tells. */
async function inTurn<Result>(ask: (name: ReturnType<typeof nameOf>) => Promise<Result>): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const name of names) results.push(await ask(nameOf(name)));
  return results;
}

const questions: readonly [string, (of: RemoteRepositories, name: ReturnType<typeof nameOf>) => Promise<unknown>][] = [
  ['their tags', (of, name) => of.tag(name, 'v1')],
  ['their default branches', async (of, name) => (await of.look(name)).defaultBranch],
  ['permissions', (of, name) => of.permission(name, 'actions: write')],
];

test.each(questions)(
  'of many repositories at once, %s are asked for by one query, and told as REST tells them',
  (_, ask) =>
    withDouble(situation(), async (double) => {
      const client = aClient(double);
      const repositories = githubRepositories(client);
      const alone = await inTurn((name) => ask(repositories, name));

      const { result, routes } = await asked(
        double,
        ofAll((name) => ask(repositories, name)),
      );

      expect(result).toEqual(alone);
      expect(routes).toEqual(['POST /graphql']);
    }),
);

test('of many workflows at once the files are asked for by one query, and what GitHub knows of each by itself', () =>
  withDouble(situation(), async (double) => {
    const repositories = githubRepositories(aClient(double));
    const alone = await inTurn((name) => repositories.workflow(name, 'build.yml', 'main'));

    const { result, routes } = await asked(
      double,
      ofAll((name) => repositories.workflow(name, 'build.yml', 'main')),
    );

    expect(result).toEqual(alone);
    expect(routes).toHaveLength(1 + names.length);
    expect(new Set(routes)).toEqual(
      new Set(['POST /graphql', 'GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}']),
    );
  }));

test('what the query does not tell is asked by REST: a file at a tag, and what is not there; an annotated tag it tells', () =>
  withDouble(situation(), async (double) => {
    const client = aClient(double);
    const repositories = githubRepositories(client);
    const commit = (await repositories.tag(nameOf('one'), 'v1'))?.commit ?? '';
    const tag = { ...nameOf('one'), tag: 'v2', message: 'two', object: commit, type: 'commit' } as const;
    const made = await client.create('POST /repos/{owner}/{repo}/git/tags', tag);
    await repositories.createTag(nameOf('one'), 'v2', made.status === 'done' ? made.value.sha : '');

    const all = await double.drive(
      Promise.all([
        repositories.tag(nameOf('one'), 'v2'),
        repositories.tag(nameOf('two'), 'none'),
        repositories.workflow(nameOf('one'), 'build.yml', 'v1'),
        repositories.workflow(nameOf('two'), 'none.yml', 'main'),
      ]),
    );

    expect(all).toMatchObject([{ commit }, null, { text: buildYaml }, null]);
  }));

test('one that may not be seen is told as that, and hides no other', () =>
  withDouble(situation().repository('acme/secret', { private: true }), async (double) => {
    const repositories = githubRepositories(aClient(double, { token: double.token({ kind: 'classic', user: 'eve' }) }));

    const [seen, unseen] = await double.drive(
      Promise.allSettled([repositories.tag(nameOf('one'), 'v1'), repositories.tag(nameOf('secret'), 'v1')]),
    );

    expect(seen.status).toBe('fulfilled');
    expect(unseen).toMatchObject({ reason: { message: expect.stringContaining('may not see it') } });
  }));
