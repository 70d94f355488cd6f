import { noContent, ok } from '../server/answer.js';
import { pageUnder } from '../server/pagination.js';
import { found } from '../server/refusal.js';
import { inRepository, type RepositoryCall, type Routes } from '../server/route.js';
import { workflowJson } from './json.js';
import { findWorkflow, listedWorkflows, type Workflow } from './workflow.js';

export interface ByWorkflow {
  params: { workflow_id: string };
}

export const workflowRoutes: Routes = {
  'GET /repos/{owner}/{repo}/actions/workflows': inRepository('actions:read', (call) => {
    const { world, repository } = call;
    return pageUnder(call, 'workflows', listedWorkflows(world, repository), (workflow) =>
      workflowJson(world, repository, workflow),
    );
  }),

  'GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}': inRepository<ByWorkflow>('actions:read', (call) =>
    ok(workflowJson(call.world, call.repository, workflowBy(call))),
  ),

  'PUT /repos/{owner}/{repo}/actions/workflows/{workflow_id}/enable': inRepository<ByWorkflow>(
    'actions:write',
    (call) => turn(call, 'active'),
  ),

  'PUT /repos/{owner}/{repo}/actions/workflows/{workflow_id}/disable': inRepository<ByWorkflow>(
    'actions:write',
    (call) => turn(call, 'disabled_manually'),
  ),
};

export const workflowBy = ({ world, repository, params }: RepositoryCall<ByWorkflow>): Workflow =>
  found(findWorkflow(world, repository, params.workflow_id));

function turn(call: RepositoryCall<ByWorkflow>, state: Workflow['state']) {
  const workflow = workflowBy(call);
  Object.assign(workflow, { state, updatedAt: call.now });
  call.did(state === 'active' ? 'workflow-enabled' : 'workflow-disabled', { path: workflow.path });
  return noContent();
}
