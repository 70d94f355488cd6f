import { dispatchSettingsOf } from '../../workflows/dispatch-routes.js';
import type { Asked, Case, Cases, Ground } from './ground.js';

const noWorkflow = { params: { workflow_id: 'none.yml' } };
const dispatch = (body: object, params = {}): Asked => ({ params, body: { ref: 'main', ...body } });

export const workflowCases: Cases = {
  'GET /repos/{owner}/{repo}/actions/workflows': [[200, 'all of them']],
  'GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}': [
    [200, 'by its file'],
    [404, 'none', noWorkflow],
  ],
  'PUT /repos/{owner}/{repo}/actions/workflows/{workflow_id}/disable': [
    [204, 'one that is enabled'],
    [404, 'none', noWorkflow],
  ],
  'PUT /repos/{owner}/{repo}/actions/workflows/{workflow_id}/enable': [
    [204, 'one that is enabled'],
    [404, 'none', noWorkflow],
  ],
  'GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs': [
    [200, 'of a workflow'],
    [404, 'no such workflow', noWorkflow],
  ],
  'POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches': [
    [204, 'on a branch', dispatch({})],
    [200, 'with the wish to know the run', dispatch({ return_run_details: true })],
    [200, 'in the newer version', { ...dispatch({}), headers: { 'x-github-api-version': '2026-03-10' } }],
    [404, 'no such workflow', { ...dispatch({}), ...noWorkflow }],
    [422, 'no such branch', dispatch({ ref: 'none' })],
    [422, 'an input that is not declared', dispatch({ inputs: { other: 'x' } })],
    [422, 'a choice that is none', dispatch({ inputs: { mode: 'slow' } })],
    [422, 'a workflow that does not listen', dispatch({}, { workflow_id: 'silent.yml' })],
    [
      422,
      'a workflow that is disabled',
      async ({ ada }) => {
        await ada('PUT', '/repos/acme/core/actions/workflows/build.yml/disable');
        return dispatch({});
      },
    ],
    [
      422,
      'the wish to know the run, to an older server',
      ({ double }) => {
        dispatchSettingsOf(double.world).runDetails = 'refused';
        return Promise.resolve(dispatch({ return_run_details: true }));
      },
    ],
  ],
  'POST /repos/{owner}/{repo}/dispatches': [
    [204, 'whether anybody listens or not', { body: { event_type: 'x' } }],
    [422, 'no type', { body: {} }],
    [422, 'more than it may carry', { body: { event_type: 'x', client_payload: { a: 'x'.repeat(65_536) } } }],
  ],
};

const noEnvironment: Case = [404, 'none', { params: { environment_name: 'none' } }];

export const environmentCases: Cases = {
  'GET /repos/{owner}/{repo}/environments': [[200, 'all of them']],
  'GET /repos/{owner}/{repo}/environments/{environment_name}': [[200, 'one'], noEnvironment],
  'PUT /repos/{owner}/{repo}/environments/{environment_name}': [
    [200, 'a new one', { params: { environment_name: 'new' }, body: { wait_timer: 5 } }],
    [422, 'too long a wait', { body: { wait_timer: 43_201 } }],
    [422, 'no such reviewer', { body: { reviewers: [{ type: 'User', id: 1 }] } }],
    [422, 'too many reviewers', { body: { reviewers: Array.from({ length: 7 }, () => ({ type: 'User', id: 1 })) } }],
    [
      422,
      'a policy of both kinds',
      { body: { deployment_branch_policy: { protected_branches: true, custom_branch_policies: true } } },
    ],
  ],
  'DELETE /repos/{owner}/{repo}/environments/{environment_name}': [[204, 'one'], noEnvironment],
  'GET /repos/{owner}/{repo}/environments/{environment_name}/deployment-branch-policies': [
    [200, 'of one'],
    noEnvironment,
  ],
};

const ofInstallation =
  (body: object) =>
  async ({ askers }: Ground): Promise<Asked> => ({
    by: 'app',
    params: { installation_id: (await askers.app('GET', '/app/installations')).body[0].id },
    body,
  });

const noApp: Case = [401, 'no App'];

export const accountCases: Cases = {
  'GET /repos/{owner}/{repo}': [
    [200, 'a public one', { by: 'anonymous' }],
    [404, 'none', { params: { repo: 'none' } }],
  ],
  'GET /repos/{owner}/{repo}/collaborators/{username}/permission': [
    [200, 'an owner'],
    [404, 'nobody', { params: { username: 'nobody' } }],
  ],
  'GET /repos/{owner}/{repo}/installation': [
    [200, 'where the App is', { by: 'app' }],
    [401, 'no App'],
    [404, 'where it is not', { by: 'app', params: { repo: 'other' } }],
  ],
  'GET /app': [[200, 'an App', { by: 'app' }], noApp],
  'GET /app/installations': [[200, 'an App', { by: 'app' }], noApp],
  'GET /app/installations/{installation_id}': [
    [200, 'its own', ofInstallation({})],
    [401, 'no App', { params: { installation_id: 1 } }],
    [404, 'none', { by: 'app', params: { installation_id: 1 } }],
  ],
  'POST /app/installations/{installation_id}/access_tokens': [
    [201, 'its own', ofInstallation({ repositories: ['core'], permissions: { contents: 'read' } })],
    [401, 'no App', { params: { installation_id: 1 }, body: {} }],
    [404, 'none', { by: 'app', params: { installation_id: 1 }, body: {} }],
    [422, 'a repository that it was not given', ofInstallation({ repositories: ['other'] })],
    [422, 'a permission that it was not given', ofInstallation({ permissions: { actions: 'write' } })],
  ],
  'GET /installation/repositories': [
    [200, 'an installation', { by: 'installation' }],
    [403, 'somebody else'],
  ],
  'DELETE /installation/token': [
    [204, 'an installation', { by: 'installation' }],
    [403, 'somebody else'],
  ],
  'GET /user': [
    [200, 'a user'],
    [401, 'nobody', { by: 'anonymous' }],
    [403, 'an installation', { by: 'installation' }],
  ],
  'GET /users/{username}': [
    [200, 'a user'],
    [404, 'nobody', { params: { username: 'nobody' } }],
  ],
  'GET /rate_limit': [[200, 'whoever asks', { by: 'anonymous' }]],
};
