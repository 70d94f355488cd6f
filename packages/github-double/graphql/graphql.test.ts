import { withDouble } from '../double.js';
import type { Double } from '../double.js';
import { asAda, asker, type Ask, core, type Reply } from '../testing/acme.js';
import { building, buildYaml, dispatches } from '../testing/build.js';
import { graphqlSettingsOf } from './settings.js';

const query = (ask: Ask, text: string, variables?: object): Promise<Reply> =>
  ask('POST', '/graphql', { query: text, ...(variables ? { variables } : {}) });

async function startRun(ask: Ask): Promise<{ id: number; node_id: string }> {
  const { body } = await ask('POST', dispatches, { ref: 'main', inputs: { marker: 'x' }, return_run_details: true });
  return (await ask('GET', body.run_url)).body;
}

const watching = `query ($ids: [ID!]!) {
  nodes(ids: $ids) { id ... on WorkflowRun { event checkSuite { status conclusion } } }
  rateLimit { cost used }
}`;

test('one query tells how many runs stand, at the cost of one', () =>
  withDouble(building(), async (double) => {
    const ask = asAda(double);
    double.runs.script('acme/core', 'build.yml', ({ number }) => ({
      conclusion: number === 1 ? 'failure' : 'success',
    }));
    const [one, two] = [await startRun(ask), await startRun(ask)];

    const early = await query(ask, watching, { ids: [one.node_id, two.node_id] });
    await double.advance(600_000);
    const late = await query(ask, watching, { ids: [one.node_id, two.node_id] });

    expect(early.body.data.nodes).toMatchObject([
      { id: one.node_id, event: 'workflow_dispatch', checkSuite: { status: 'QUEUED', conclusion: null } },
      { id: two.node_id },
    ]);
    expect(late.body.data.nodes).toMatchObject([
      { checkSuite: { status: 'COMPLETED', conclusion: 'FAILURE' } },
      { checkSuite: { status: 'COMPLETED', conclusion: 'SUCCESS' } },
    ]);
    expect(late.body.data.rateLimit).toEqual({ cost: 1, used: 2 });
    expect(late.headers.get('x-ratelimit-resource')).toBe('graphql');
    expect(double.log.entries.at(-1)).toMatchObject({ route: 'POST /graphql', points: 1, charged: true });
  }));

test('a node that is not there leaves the others, and more than a hundred are refused', () =>
  withDouble(building().repository('eve/secret', { private: true }), async (double) => {
    const ask = asAda(double);
    const run = await startRun(ask);

    const mixed = await query(ask, watching, { ids: [run.node_id, 'WFR_none'] });
    const many = await query(ask, watching, { ids: Array.from({ length: 101 }, () => run.node_id) });
    const secret = await query(ask, '{ repository(owner: "eve", name: "secret") { id } }');

    expect(mixed.body.data.nodes).toMatchObject([{ id: run.node_id }, null]);
    expect(mixed.body.errors).toMatchObject([{ type: 'NOT_FOUND', path: ['nodes', 1] }]);
    expect(many.body.errors[0].message).toContain('more than 100 node ids');
    expect(secret.body).toMatchObject({ data: { repository: null }, errors: [{ type: 'NOT_FOUND' }] });
  }));

test("checks may be refused to fine-grained tokens, and are to a workflow's own without the permission", () =>
  withDouble(
    building().repository('acme/app', { private: true }).workflow('build.yml', 'on: push\njobs: { a: {} }'),
    async (double) => {
      const run = await startRun(asAda(double));
      const fine = double.token({
        kind: 'fine-grained',
        user: 'ada',
        repositories: 'all',
        permissions: { actions: 'read' },
      });
      const ask = asker(double, fine);

      const allowed = await query(ask, watching, { ids: [run.node_id] });
      graphqlSettingsOf(double.world).fineGrainedChecks = 'refused';
      const refused = await query(ask, watching, { ids: [run.node_id] });

      expect(allowed.body.errors).toBeUndefined();
      expect(refused.body).toMatchObject({
        data: { nodes: [null] },
        errors: [{ type: 'FORBIDDEN', message: 'Resource not accessible by personal access token' }],
      });
    },
  ));

test('a repository tells of its refs, objects and releases', () =>
  withDouble(building(), async (double) => {
    const ask = asAda(double);
    await ask('POST', `${core}/releases`, { tag_name: 'v1.0.0', name: 'One' });

    const { body } = await query(
      ask,
      `{ repository(owner: "acme", name: "core") {
           nameWithOwner isPrivate defaultBranchRef { name prefix target { oid __typename } }
           ref(qualifiedName: "refs/tags/v1.0.0") { target { ... on Commit { messageHeadline } } }
           none: ref(qualifiedName: "none") { name }
           object(expression: "main") { ... on Commit { tree { oid } } }
           folder: object(expression: "HEAD:.github") { ... on Tree { entries { name type object { __typename } } } }
           file: object(expression: "main:.github/workflows/build.yml") { ... on Blob { text } }
           nowhere: object(expression: "main:none") { id }
           release(tagName: "v1.0.0") { name isDraft isLatest releaseAssets(first: 10) { totalCount nodes { name } } }
           refs(refPrefix: "refs/tags/", first: 1) { nodes { name } pageInfo { hasNextPage } } } }`,
    );

    expect(body).toMatchObject({
      data: {
        repository: {
          nameWithOwner: 'acme/core',
          defaultBranchRef: { name: 'main', prefix: 'refs/heads/', target: { __typename: 'Commit' } },
          ref: { target: { messageHeadline: 'Begin' } },
          none: null,
          folder: { entries: [{ name: 'workflows', type: 'tree', object: { __typename: 'Tree' } }] },
          file: { text: buildYaml },
          nowhere: null,
          release: { name: 'One', isDraft: false, isLatest: true, releaseAssets: { totalCount: 0, nodes: [] } },
          refs: { nodes: [{ name: 'v1.0.0' }], pageInfo: { hasNextPage: false } },
        },
      },
    });
  }));

const moving = `mutation ($repositoryId: ID!, $refUpdates: [RefUpdate!]!) {
  updateRefs(input: { repositoryId: $repositoryId, refUpdates: $refUpdates }) { clientMutationId } }`;

test('refs are moved together, by comparing what was there, or not at all', () =>
  withDouble(building(), async (double) => {
    const ask = asAda(double);
    const { body: repository } = await ask('GET', core);
    const git = double.world.repository('acme/core')?.git;
    const head = git?.branch('main') ?? '';
    const zeros = '0'.repeat(40);
    const move = (...refUpdates: object[]) => query(ask, moving, { repositoryId: repository.node_id, refUpdates });
    const made = { name: 'refs/slipway/a', beforeOid: zeros, afterOid: head };

    const first = await move(made);
    const again = await move({ name: 'refs/slipway/b', afterOid: head }, made);
    const deleted = await move({ name: 'refs/slipway/a', beforeOid: head, afterOid: zeros });

    expect(first.body).toEqual({ data: { updateRefs: { clientMutationId: null } } });
    expect(again.body.errors).toMatchObject([{ type: 'UNPROCESSABLE', message: `refs/slipway/a is not at ${zeros}.` }]);
    expect(deleted.body.errors).toBeUndefined();
    expect(git?.refs.list('refs/slipway/')).toEqual([]);
    expect(double.log.effects().map(({ kind }) => kind)).toEqual(['ref-created', 'ref-deleted']);
  }));

test.each([
  ['{ nonsense }', 'Cannot query field "nonsense" on type "Query".'],
  ['{ repository(owner: "acme") { id } }', 'argument "name" of type "String!" is required'],
  ['{ repository', 'Syntax Error'],
  ['{ repository(owner: "acme", name: "core") { forkCount } }', 'Repository.forkCount is not modelled'],
])('%s is answered with an error and is a violation', (text, message) =>
  withDouble(building(), async (double) => {
    const { status, body } = await query(asAda(double), text);

    expect([status, double.violations.take().length]).toEqual([200, 1]);
    expect(body.errors[0].message).toContain(message);
  }),
);

test('long lists cost more, strangers are not answered, and faults strike here too', () =>
  withDouble(building(), async (double) => {
    const ask = asAda(double);
    const text = `query ($n: Int!) { repository(owner: "acme", name: "core") {
      releases(first: 100) { nodes { a: releaseAssets(first: $n) { totalCount } b: releaseAssets(first: 1) { totalCount } } } }
      rateLimit { cost } }`;

    const dear = await query(ask, text, { n: 50 });
    const stranger = await query(asker(double, null), '{ viewer { login } }');
    double.faults.add({ fault: { kind: 'unavailable', status: 502 }, on: /graphql/ });
    const broken = await query(ask, '{ viewer { login } }');
    const fine = await query(ask, '{ viewer { login } }');

    expect(dear.body.data.rateLimit.cost).toBe(2);
    expect([stranger.status, broken.status]).toEqual([401, 502]);
    expect(fine.body).toEqual({ data: { viewer: { login: 'ada' } } });
  }));

test('an id beyond 32 bits is no Int: the field fails, as the schema says', () =>
  withDouble(building(), async (double: Double) => {
    const ask = asAda(double);
    const run = await startRun(ask);

    const { body } = await query(ask, '{ node(id: "' + run.node_id + '") { ... on WorkflowRun { databaseId } } }');

    expect(body).toMatchObject({ data: { node: { databaseId: null } } });
    expect(body.errors[0].message).toContain('32-bit');
  }));

test('a mutation weighs five points of the minute, and is refused when they are used up', () =>
  withDouble(
    building(),
    async (double) => {
      const ask = asAda(double);
      const { body: repository } = await ask('GET', core);
      const move = () => query(ask, moving, { repositoryId: repository.node_id, refUpdates: [] });

      const first = await move();
      const refused = await move();
      const asked = await query(ask, '{ viewer { login } }');

      expect([first.status, refused.status, asked.status]).toEqual([200, 403, 200]);
      expect(double.log.entries.slice(1).map(({ points }) => points)).toEqual([5, 1, 1]);
    },
    { limits: { pointsPerMinute: { core: 900, graphql: 8 } } },
  ));
