import { Octokit } from '@octokit/core';
import { paginateRest } from '@octokit/plugin-paginate-rest';
import { restEndpointMethods } from '@octokit/plugin-rest-endpoint-methods';
import { type Double, withDouble } from '../double.js';
import { building } from '../testing/build.js';

const Client = Octokit.plugin(restEndpointMethods, paginateRest);
const target = { owner: 'acme', repo: 'core' };

const client = (double: Double) =>
  new Client({ auth: double.token({ kind: 'classic', user: 'ada' }), baseUrl: double.urls.api });

test('octokit dispatches, watches, retries and collects', () =>
  withDouble(building(), async (double) => {
    const { rest, paginate, graphql } = client(double);
    double.runs.script('acme/core', 'build.yml', ({ attempt }) => ({
      conclusion: attempt === 1 ? 'failure' : 'success',
      artifacts: [{ name: `core-${attempt}`, files: { 'a.txt': 'a' } }],
    }));

    await rest.actions.createWorkflowDispatch({
      ...target,
      workflow_id: 'build.yml',
      ref: 'main',
      inputs: { marker: 'm' },
    });
    await double.advance(600_000);
    const [run] = await paginate(rest.actions.listWorkflowRuns, {
      ...target,
      workflow_id: 'build.yml',
      event: 'workflow_dispatch',
      created: '>=2026-01-01',
    });
    const named = { ...target, run_id: run?.id ?? 0 };
    await rest.actions.reRunWorkflowFailedJobs(named);
    await double.advance(600_000);
    const seen = await graphql<{ node: object }>(
      'query ($id: ID!) { node(id: $id) { ... on WorkflowRun { checkSuite { conclusion } } } }',
      { id: run?.node_id },
    );
    const artifacts = await paginate(rest.actions.listWorkflowRunArtifacts, named);

    expect(run).toMatchObject({ display_title: 'build m', conclusion: 'failure' });
    expect(seen.node).toEqual({ checkSuite: { conclusion: 'SUCCESS' } });
    expect(artifacts.map(({ name }) => name)).toEqual(['core-2', 'core-1']);
  }));
