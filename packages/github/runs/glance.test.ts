import { graphqlSettingsOf, withDouble } from '@slipway/github-double';
import type { RunStage } from '@slipway/operations/ports';
import { acme, aClient, core } from '../client/a-client.js';
import { connect } from '../client/client.js';
import { givenToken, type TokenSource } from '../tokens/token-source.js';
import { aRun, building, buildYaml, minutes, runsOn } from './a-run.js';
import { githubWorkflowRuns } from './runs.js';

const get = 'GET /repos/{owner}/{repo}/actions/runs/{run_id}';
const graphql = 'POST /graphql';

/** As many as a query is worth. */
const several = async (runs: ReturnType<typeof runsOn>, repository = core) => {
  const made = [];
  for (let count = 1; count <= 5; count += 1)
    made.push(await aRun(runs, `set.1/${repository.owner}/${count}`, repository));
  return made;
};

test('a hundred live runs cost one query a tick, once the name of each is known', () =>
  withDouble(
    building(),
    async (double) => {
      const runs = runsOn(double);
      const ours = [];
      for (let count = 1; count <= 101; count += 1) ours.push(await aRun(runs, `set.1/core/${count}`));
      await runs.glance(ours);
      const before = double.log.entries.length;

      const stages = await runs.glance(ours);
      await double.advance(minutes(1));
      const later = await runs.glance(ours.slice(0, 100));

      expect([...stages.keys()]).toEqual(ours.map(({ id }) => id));
      expect(new Set(stages.values())).toEqual(new Set<RunStage>(['queued']));
      expect(new Set(later.values())).toEqual(new Set<RunStage>(['building']));
      expect(double.log.entries.slice(before).map(({ route, charged }) => [route, charged])).toEqual([
        [graphql, true],
        [graphql, true],
        [graphql, true],
      ]);
      expect(double.log.count()[get]).toBe(101);
    },
    { limits: 'off' },
  ));

test('a runner that is waited for, an approval that is waited for, a build and its end read differently', () =>
  withDouble(
    building()
      .workflow(
        'gated.yml',
        'on: { workflow_dispatch: { inputs: { slipway-marker: {} } } }\njobs: { a: { runs-on: x, environment: release } }',
      )
      .environment('release', { reviewers: ['ada'] }),
    async (double) => {
      const runs = runsOn(double);
      const plain = await aRun(runs);
      const sent = await runs.start(core, {
        kind: 'workflow',
        workflow: 'gated.yml',
        ref: 'main',
        inputs: { 'slipway-marker': 'm' },
      });
      const gated = sent.status === 'done' && sent.value !== null ? sent.value : plain;
      const stages = async () => {
        const told = await runs.glance([plain, gated]);
        const standings = [await runs.standing(plain), await runs.standing(gated)].map(({ stage }) => stage);
        expect([told.get(plain.id), told.get(gated.id)]).toEqual(standings);
        return standings;
      };

      const first = await stages();
      await double.advance(30_000);
      const second = await stages();
      await double.advance(minutes(10));
      const third = await stages();

      expect([first, second, third]).toEqual([
        ['queued', 'waiting'],
        ['building', 'waiting'],
        ['completed', 'waiting'],
      ]);
    },
  ));

test('few live runs cost nothing as long as nothing changes', () =>
  withDouble(building(), async (double) => {
    const runs = runsOn(double);
    const ours = [await aRun(runs), await aRun(runs, 'set.1/core/2')];
    await runs.glance(ours);
    const before = double.log.entries.length;

    const stages = await runs.glance(ours);

    expect([...stages.values()]).toEqual(['queued', 'queued']);
    expect(double.log.entries.slice(before).map(({ route, charged }) => [route, charged])).toEqual([
      [get, false],
      [get, false],
    ]);
  }));

test('where GraphQL refuses checks it is asked once, and what has not changed is free from then on', () =>
  withDouble(building(), async (double) => {
    graphqlSettingsOf(double.world).fineGrainedChecks = 'refused';
    const permissions = { actions: 'write', contents: 'write' } as const;
    const token = double.token({ kind: 'fine-grained', user: 'ada', repositories: 'all', permissions });
    const runs = runsOn(double, token);
    const ours = await several(runs);

    const ticks = [];
    for (let tick = 0; tick < 4; tick += 1) ticks.push((await runs.glance(ours)).size);
    const more = [...ours, await aRun(runs, 'set.1/core/6')];

    expect(ticks).toEqual([5, 5, 5, 5]);
    expect((await runs.glance(more)).size).toBe(6);
    expect(double.log.count()[graphql]).toBe(1);
    expect(double.log.count('charged')[get]).toBe(6);
  }));

test('each token asks for its own runs', () =>
  withDouble(twoOwners(), async (double) => {
    const byOwner = new Map([
      ['acme', double.token({ kind: 'classic', user: 'ada', label: 'of acme' })],
      ['other', double.token({ kind: 'classic', user: 'other', label: 'of other' })],
    ]);
    const tokens: TokenSource = {
      ...givenToken(''),
      token: async (repository) => byOwner.get(repository?.owner ?? '') ?? '',
      scope: ({ owner }) => owner,
    };
    const client = connect({ apiUrl: double.urls.api, clock: double.clock, tokens, pace: { betweenWrites: 0 } });
    const runs = githubWorkflowRuns(client);
    const ours = [...(await several(runs)), ...(await several(runs, { owner: 'other', repo: 'core' }))];
    await runs.glance(ours);
    const before = double.log.entries.length;

    const stages = await runs.glance(ours);

    expect(stages.size).toBe(10);
    expect(double.log.entries.slice(before).map(({ route, token }) => [route, token])).toEqual([
      [graphql, 'of acme'],
      [graphql, 'of other'],
    ]);
  }));

const twoOwners = () => building().repository('other/core').workflow('build.yml', buildYaml);

test('a run that was deleted is left out, and the others are told', () =>
  withDouble(building(), async (double) => {
    const runs = runsOn(double);
    const [kept, deleted] = [await aRun(runs), await aRun(runs, 'set.1/core/2')];
    await runs.glance([kept, deleted]);
    await double.advance(minutes(10));
    await aClient(double).send('DELETE /repos/{owner}/{repo}/actions/runs/{run_id}', { ...core, run_id: deleted.id });

    expect(await runs.glance([kept, deleted])).toEqual(new Map([[kept.id, 'completed']]));
    expect(await runs.glance([])).toEqual(new Map());
    await expect(runs.standing(deleted)).rejects.toThrow(`acme/core: the workflow run ${deleted.id} is not there`);
  }));

test.each(['truncated', 'reset-after', 'unavailable'] as const)('a query whose answer is %s is asked again', (kind) =>
  withDouble(building(), async (double) => {
    const runs = runsOn(double);
    const ours = await several(runs);
    await runs.glance(ours);
    double.faults.add({ fault: kind === 'unavailable' ? { kind, status: 502 } : { kind }, on: /graphql/ });

    expect([...(await double.drive(runs.glance(ours))).values()]).toEqual(Array(5).fill('queued'));
    expect(double.log.count()[graphql]).toBe(2);
  }),
);

test('a token without permission is told what it needs', () =>
  withDouble(
    acme({ private: true }).workflow('build.yml', 'on: workflow_dispatch\njobs: { a: {} }'),
    async (double) => {
      const token = double.token({ kind: 'workflow', repository: 'acme/core', permissions: {} });
      const run = { repository: core, id: 1, nodeId: null, url: '' };

      await expect(runsOn(double, token).glance([run])).rejects.toThrow('acme/core: needs actions: read on acme/core');
    },
  ));
