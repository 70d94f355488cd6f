import { generateKeyPairSync } from 'node:crypto';
import { dispatchSettingsOf, type Fault, withDouble } from '@slipway/github-double';
import { acme, core } from '../client/a-client.js';
import { connect } from '../client/client.js';
import { appTokens } from '../tokens/app-tokens.js';
import { aRun, aSearch, building, byEvent, byWorkflow, runsOn } from './a-run.js';
import { githubWorkflowRuns } from './runs.js';

const dispatches = 'POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches';
const events = 'POST /repos/{owner}/{repo}/dispatches';

test('a dispatch tells its run', () =>
  withDouble(building(), async (double) => {
    const { id, url, nodeId } = await aRun(runsOn(double));

    expect([id]).toEqual(double.runs.of('acme/core').map((run) => run.id));
    expect([url, nodeId]).toEqual([`${double.urls.server}/acme/core/actions/runs/${id}`, null]);
  }));

test('two dispatches at once are not taken for each other, whether their runs are told or have to be found', () =>
  withDouble(building(), async (double) => {
    const runs = runsOn(double);
    const told = await Promise.all(['set.1/core/1', 'set.1/core/11'].map((marker) => aRun(runs, marker)));

    const found = await Promise.all(['set.1/core/1', 'set.1/core/11'].map((marker) => runs.find(aSearch(marker))));

    expect(found.map(([run, ...others]) => [run?.id, others])).toEqual(told.map(({ id }) => [id, []]));
    expect(told.map(({ id }) => double.runs.get(id).title)).toEqual(['build set.1/core/1', 'build set.1/core/11']);
  }));

test('a server that does not know how to tell the run is asked once more without, and never again', () =>
  withDouble(building(), async (double) => {
    dispatchSettingsOf(double.world).runDetails = 'refused';
    const runs = runsOn(double);

    const first = await runs.start(core, byWorkflow('set.1/core/1'));
    const second = await runs.start(core, byWorkflow('set.1/core/2'));

    expect([first, second]).toEqual([
      { status: 'done', value: null },
      { status: 'done', value: null },
    ]);
    expect(double.log.entries.map(({ status }) => status)).toEqual([422, 204, 204]);
    expect(await runs.find(aSearch('set.1/core/2'))).toHaveLength(1);
  }));

test('dispatches at once each ask such a server again', () =>
  withDouble(building(), async (double) => {
    dispatchSettingsOf(double.world).runDetails = 'refused';
    const runs = runsOn(double);
    const markers = ['set.1/core/1', 'set.1/core/2', 'set.1/core/3'];

    const sent = await Promise.all(markers.map((marker) => runs.start(core, byWorkflow(marker))));

    expect(sent).toEqual(markers.map(() => ({ status: 'done', value: null })));
    expect(double.runs.of('acme/core')).toHaveLength(3);
  }));

test('an event tells no run, and one to which nobody listens starts none', () =>
  withDouble(building().repository('acme/deaf'), async (double) => {
    const runs = runsOn(double);
    const deaf = { owner: 'acme', repo: 'deaf' };

    const heard = await runs.start(core, byEvent('set.1/core/1'));
    const unheard = await runs.start(deaf, byEvent('set.1/deaf/1'));

    expect([heard, unheard]).toEqual([
      { status: 'done', value: null },
      { status: 'done', value: null },
    ]);
    const search = aSearch('set.1/core/1', { event: 'repository_dispatch', workflow: null });
    expect(await runs.find(search)).toHaveLength(1);
    expect(await runs.find({ ...search, repository: deaf, marker: 'set.1/deaf/1' })).toEqual([]);
  }));

const lost: readonly Fault[] = [
  { kind: 'reset-after' },
  { kind: 'truncated' },
  { kind: 'reset-before' },
  { kind: 'unavailable', status: 502 },
];

test.each(lost)('a dispatch that meets $kind is sent once, and what came of it can be found', (fault) =>
  withDouble(building(), async (double) => {
    const runs = runsOn(double);
    double.faults.add({ fault, on: dispatches });
    double.faults.add({ fault, on: events });

    // An empty answer to an event is whole: nothing of it can be cut off.
    const sent = [
      await double.drive(runs.start(core, byWorkflow('set.1/core/1'))),
      await double.drive(runs.start(core, byEvent('set.1/core/1'))),
    ].map(({ status }) => status);

    const found = await runs.find(aSearch('set.1/core/1'));
    const arrived = ['reset-after', 'truncated'].includes(fault.kind);
    expect(sent).toEqual(['unknown', fault.kind === 'truncated' ? 'done' : 'unknown']);
    expect(found).toHaveLength(arrived ? 1 : 0);
    expect([double.log.count()[dispatches], double.log.count()[events]]).toEqual([1, 1]);
  }),
);

test('what GitHub refuses is told in its words, and asked once', () =>
  withDouble(building(), async (double) => {
    const runs = runsOn(double);
    const start = (trigger: object) => runs.start(core, { ...byWorkflow('m'), ...trigger });

    await expect(start({ ref: 'none' })).rejects.toThrow('422 No ref found for: none');
    await expect(start({ inputs: {} })).rejects.toThrow("422 Required input 'slipway-marker' not provided");
    await expect(start({ workflow: 'none.yml' })).rejects.toThrow('acme/core: GitHub refused POST');
    await expect(runs.start({ owner: 'acme', repo: 'none' }, byWorkflow('m'))).rejects.toThrow(
      'acme/none: there is no such repository',
    );
    expect(double.log.count()[dispatches]).toBe(4);
  }));

test('a token without the permission is told which it needs, where', () =>
  withDouble(building(), async (double) => {
    const token = double.token({ kind: 'workflow', repository: 'acme/core', permissions: { actions: 'read' } });

    await expect(runsOn(double, token).start(core, byWorkflow('m'))).rejects.toThrow(
      'acme/core: needs actions: write on acme/core',
    );
  }));

const { publicKey, privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
});

test("an App's token that dies in the middle is renewed, and the dispatch has its effect once", () =>
  withDouble(
    building().app('slipway', {
      permissions: { actions: 'write', contents: 'write' },
      publicKey,
      installations: { acme: 'all' },
    }),
    async (double) => {
      const common = { apiUrl: double.urls.api, clock: double.clock, pace: { betweenWrites: 0 } };
      const tokens = appTokens({ ...common, appId: 'slipway', privateKey, mask: () => {} });
      const runs = githubWorkflowRuns(connect({ ...common, tokens }));
      double.faults.add({ fault: { kind: 'expired-token' }, on: dispatches });

      const run = await aRun(runs);

      const actor = await runs.sender(core);
      expect(actor).toBe('slipway[bot]');
      expect(await runs.find(aSearch('set.1/core/1', { actor }))).toMatchObject([{ id: run.id }]);
      expect(double.log.effects('run-started')).toHaveLength(1);
    },
  ));

test('who sends dispatches is known of every kind of token', () =>
  withDouble(acme(), async (double) => {
    const workflow = double.token({ kind: 'workflow', repository: 'acme/core', permissions: {} });

    const senders = [await runsOn(double).sender(core), await runsOn(double, workflow).sender(core)];

    expect(senders).toEqual(['ada', 'github-actions[bot]']);
  }));
