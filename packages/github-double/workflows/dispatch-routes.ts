import type { Repository } from '../repositories/repository.js';
import { startRun } from '../runs/start.js';
import { runHtmlUrl, runUrl } from '../runs/urls.js';
import { noContent, ok } from '../server/answer.js';
import { apiVersionOf } from '../server/api-version.js';
import { type Refusal, unprocessable } from '../server/refusal.js';
import { inRepository, type RepositoryCall, type Routes } from '../server/route.js';
import { actorOf } from '../tokens/caller.js';
import { invalidRequest } from '../validation/wording.js';
import { subject } from '../world/subject.js';
import type { World } from '../world/world.js';
import { definitionsAt } from './files.js';
import { checkInputs } from './inputs.js';
import { onDefaultBranch } from './occasions.js';
import { listensToType, trigger } from './trigger.js';
import { valueOf } from './values.js';
import { type ByWorkflow, workflowBy } from './workflow-routes.js';

interface Dispatch {
  ref: string;
  inputs?: object;
  return_run_details?: boolean;
}

/** `refused`: as a GitHub Enterprise Server before 3.21, which does not know the key. */
export const dispatchSettingsOf = subject<World, { runDetails: 'known' | 'refused' }>(() => ({ runDetails: 'known' }));

export const dispatchRoutes: Routes = {
  'POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches': inRepository<
    ByWorkflow & { body: Dispatch }
  >('actions:write', dispatchWorkflow, { createsContent: true }),

  /** 204 whether anybody listens or not. */
  'POST /repos/{owner}/{repo}/dispatches': inRepository<{ body: { event_type: string; client_payload?: object } }>(
    'contents:write',
    (call) => {
      const { world, repository, body, caller } = call;
      const { event_type: type, client_payload: payload = {} } = body;
      // Quoted in mvasigh/dispatch-action#23.
      if (JSON.stringify(payload).length > 65_535) throw unprocessable('client_payload is too large.');
      const branch = onDefaultBranch(repository);
      if (!branch) return noContent();
      const occurrence = {
        ...branch,
        repository,
        event: 'repository_dispatch',
        actor: actorOf(caller),
        title: type,
        payload: { action: type, branch: repository.git.defaultBranch, client_payload: valueOf(payload) },
      };
      for (const { id, workflow } of trigger(world, occurrence, (wanted) => listensToType(wanted, type))) {
        call.did('run-started', { run: id, workflow: workflow.path, event: 'repository_dispatch' });
      }
      return noContent();
    },
    { createsContent: true },
  ),
};

/** The sentences are quoted in the issues of its users: see docs/github-double.md. */
function dispatchWorkflow(call: RepositoryCall<ByWorkflow & { body: Dispatch }>) {
  const { world, repository, body, caller } = call;
  const tells = tellsRun(call);
  const workflow = workflowBy(call);
  if (workflow.state !== 'active') throw unprocessable("Cannot trigger a 'workflow_dispatch' on a disabled workflow");
  const ref = fullName(repository, body.ref);
  const commit = ref === null ? null : repository.git.resolve(ref);
  if (ref === null || !commit) throw unprocessable(`No ref found for: ${body.ref}`);
  const definition = definitionsAt(repository, commit.sha).get(workflow.path);
  const problem = definition?.problem ?? null;
  if (problem !== null) throw unprocessable(`failed to parse workflow: ${problem}`);
  if (!definition?.triggers['workflow_dispatch']) {
    throw unprocessable("Workflow does not have 'workflow_dispatch' trigger");
  }
  const inputs = checkInputs(definition.inputs, body.inputs ?? {});
  const { id } = startRun(world, {
    repository,
    workflow,
    definition,
    event: 'workflow_dispatch',
    ref,
    sha: commit.sha,
    actor: actorOf(caller),
    inputs,
    payload: { inputs, ref, workflow: workflow.path },
    title: definition.name,
  });
  call.did('run-started', { run: id, workflow: workflow.path, event: 'workflow_dispatch' });
  if (!tells) return noContent();
  return ok({
    workflow_run_id: id,
    run_url: runUrl(world, repository, id),
    html_url: runHtmlUrl(world, repository, id),
  });
}

/** From 2026-03-10 on the run is always told, and the key that asks for it is gone (GitHub's changelog of breaking changes). */
function tellsRun({ world, body, headers, entry }: RepositoryCall<{ body: Dispatch }>): boolean {
  const refuses = dispatchSettingsOf(world).runDetails === 'refused';
  if (refuses && body.return_run_details !== undefined) throw unknownKey();
  if (refuses || apiVersionOf(headers) === '2022-11-28') return !refuses && body.return_run_details === true;
  if (body.return_run_details !== undefined) {
    const reason = 'is no key of the version 2026-03-10, which always tells the run';
    world.violations.add({ request: entry.path, side: 'request', field: 'body/return_run_details', reason });
    throw unknownKey();
  }
  return true;
}

function unknownKey(): Refusal {
  const params = { additionalProperty: 'return_run_details' };
  return unprocessable(invalidRequest([{ path: '', reason: '', keyword: 'additionalProperties', params }]));
}

/** A branch or a tag, by its short or full name; a branch wins. Never a commit (benc-uk/workflow-dispatch#15). */
const fullName = ({ git }: Repository, ref: string): string | null =>
  [ref, `refs/heads/${ref}`, `refs/tags/${ref}`].find(
    (name) => /^refs\/(heads|tags)\//.test(name) && git.refs.get(name) !== null,
  ) ?? null;
