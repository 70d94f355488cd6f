import { withDouble } from '../double.js';
import { asAda, asker, type Ask, core } from '../testing/acme.js';
import { building, idOf, releaseYaml, startBuild } from '../testing/build.js';
import type { Double } from '../double.js';

const minute = 60_000;
const as = (double: Double, user: string): Ask => asker(double, double.token({ kind: 'classic', user }));

const guarded = (rules = {}) => building(releaseYaml).environment('release', { reviewers: ['bob', 'ada'], ...rules });

test('a job waits at its environment until a reviewer approves, and the history tells who did', () =>
  withDouble(guarded({ preventSelfReview: true }), async (double) => {
    const [ada, bob, eve] = [asAda(double), as(double, 'bob'), as(double, 'eve')];
    const run = await startBuild(ada, {});
    await double.advance(10 * minute);
    const { body: waiting } = await ada('GET', run);
    const { body: pending } = await bob('GET', `${run}/pending_deployments`);
    const decision = { environment_ids: [pending[0].environment.id], state: 'approved', comment: 'go' };

    const replies = [
      await eve('POST', `${run}/pending_deployments`, decision),
      await ada('POST', `${run}/pending_deployments`, decision),
      await bob('POST', `${run}/pending_deployments`, { ...decision, environment_ids: [1] }),
      await bob('POST', `${run}/pending_deployments`, decision),
      await bob('POST', `${run}/pending_deployments`, decision),
    ];
    await double.advance(10 * minute);

    expect(waiting.status).toBe('waiting');
    expect(pending).toMatchObject([
      { environment: { name: 'release' }, current_user_can_approve: true, reviewers: [{}, {}] },
    ]);
    expect(replies.map(({ status }) => status)).toEqual([403, 422, 422, 200, 422]);
    expect(replies[3]?.body).toMatchObject([{ environment: 'release', task: 'deploy' }]);
    expect((await ada('GET', run)).body.conclusion).toBe('success');
    expect((await ada('GET', `${run}/approvals`)).body).toMatchObject([
      { state: 'approved', comment: 'go', user: { login: 'bob' }, environments: [{ name: 'release' }] },
    ]);
  }));

test('a rejected deployment fails the run, and so does one that nobody reviews for thirty days', () =>
  withDouble(guarded(), async (double) => {
    const ask = asAda(double);
    const [rejected, forgotten] = [await startBuild(ask, {}), await startBuild(ask, {})];
    await double.advance(10 * minute);

    double.runs.reject(idOf(rejected), 'release', { by: 'bob', comment: 'no' });
    const first = [(await ask('GET', rejected)).body.conclusion, (await ask('GET', forgotten)).body.status];
    await double.advance(31 * 24 * 60 * minute);

    expect(first).toEqual(['failure', 'waiting']);
    expect((await ask('GET', forgotten)).body.conclusion).toBe('failure');
    expect(() => double.runs.approve(idOf(forgotten), 'release', { by: 'bob' })).toThrow('does not wait for release');
  }));

test('a wait timer runs beside the review, and both must have passed', () =>
  withDouble(guarded({ waitTimer: 60 }), async (double) => {
    const ask = asAda(double);
    const run = await startBuild(ask, {});
    await double.advance(10 * minute);
    double.runs.approve(idOf(run), 'release', { by: 'ada' });

    const early = await ask('GET', run);
    const { body: pending } = await ask('GET', `${run}/pending_deployments`);
    await double.advance(60 * minute);

    expect([early.body.status, pending[0].wait_timer]).toEqual(['waiting', 60]);
    expect((await ask('GET', run)).body.conclusion).toBe('success');
  }));

test('a branch that may not deploy fails at once', () =>
  withDouble(guarded({ branches: ['release/*', 'v*'] }), async (double) => {
    const ask = asAda(double);
    const run = await startBuild(ask, {});
    await double.advance(2 * minute);

    const { body: policies } = await ask('GET', `${core}/environments/release/deployment-branch-policies`);

    expect((await ask('GET', run)).body.conclusion).toBe('failure');
    expect(policies).toMatchObject({ total_count: 2, branch_policies: [{ name: 'release/*' }, { name: 'v*' }] });
  }));

test('an environment that only a job names is made when the job comes to it, without rules', () =>
  withDouble(building(releaseYaml), async (double) => {
    const ask = asAda(double);
    const before = await ask('GET', `${core}/environments/release`);
    const run = await startBuild(ask, {});
    await double.advance(10 * minute);

    const after = await ask('GET', `${core}/environments/Release`);

    expect([before.status, after.status]).toEqual([404, 200]);
    expect(after.body).toMatchObject({ name: 'release', protection_rules: [], deployment_branch_policy: null });
    expect((await ask('GET', run)).body.conclusion).toBe('success');
  }));

test('environments are put, listed and deleted by administrators, within their limits', () =>
  withDouble(building(), async (double) => {
    const [ada, bob] = [asAda(double), as(double, 'bob')];
    const url = `${core}/environments/release`;
    const reviewers = [{ type: 'User', id: double.world.account('bob').id }];
    const rules = { wait_timer: 5, prevent_self_review: true, reviewers };

    const replies = [
      await bob('PUT', url, rules),
      await ada('PUT', url, rules),
      await ada('PUT', url, { wait_timer: 43_201 }),
      await ada('PUT', url, { reviewers: Array.from({ length: 7 }, () => reviewers[0]) }),
      await ada('PUT', url, { reviewers: [{ type: 'Team', id: 1 }] }),
      await ada('PUT', url, { deployment_branch_policy: { protected_branches: true, custom_branch_policies: true } }),
    ];
    const list = await bob('GET', `${core}/environments`);
    const gone = await ada('DELETE', url);

    expect(replies.map(({ status }) => status)).toEqual([403, 200, 422, 422, 422, 422]);
    expect(list.body.environments[0].protection_rules).toMatchObject([
      { type: 'wait_timer', wait_timer: 5 },
      { type: 'required_reviewers', prevent_self_review: true, reviewers: [{ reviewer: { login: 'bob' } }] },
    ]);
    expect([gone.status, (await ada('GET', url)).status]).toEqual([204, 404]);
  }));
