import type { Attempted, RepositoryName, Trigger, WorkflowRun } from '@slipway/operations/ports';
import type { Client } from '../client/client.js';
import type { Answer } from '../client/policy.js';
import { Refusal } from '../client/refusal.js';

const dispatchRoute = 'POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches';

/** Sends a dispatch, once. Keeps in mind whether this GitHub tells the run. */
export function starter(client: Client): (to: RepositoryName, by: Trigger) => Promise<Attempted<WorkflowRun | null>> {
  let tellsRun = true;

  const dispatch = (
    repository: RepositoryName,
    { workflow, ref, inputs }: Trigger & { kind: 'workflow' },
    key: object,
  ) => client.create(dispatchRoute, { ...repository, workflow_id: workflow, ref, inputs, ...key });

  /** An Enterprise Server before 3.21 refuses the key that it does not know, by 400 or 422 (benc-uk/workflow-dispatch#86). */
  async function dispatched(repository: RepositoryName, trigger: Trigger & { kind: 'workflow' }) {
    const key = tellsRun ? { return_run_details: true } : {};
    try {
      return await dispatch(repository, trigger, key);
    } catch (error) {
      // By now another dispatch may have learned it, too.
      if (!('return_run_details' in key) || !(error instanceof Refusal && isUnknownKey(error))) throw error;
      tellsRun = false;
      return dispatch(repository, trigger, {});
    }
  }

  return async (repository, trigger) => {
    if (trigger.kind === 'event') {
      const { type: event_type, payload } = trigger;
      const parameters = { ...repository, event_type, client_payload: { ...payload } };
      const sent = await client.create('POST /repos/{owner}/{repo}/dispatches', parameters);
      return sent.status === 'done' ? { status: 'done', value: null } : sent;
    }
    const sent = await dispatched(repository, trigger);
    return sent.status === 'done' ? { status: 'done', value: runIn(repository, sent.value) } : sent;
  };
}

const isUnknownKey = ({ status, failure }: Refusal): boolean =>
  (status === 400 || status === 422) && failure.message.includes('return_run_details');

/** 204 comes without a body, although the description of the answer does not say so. */
function runIn(repository: RepositoryName, answer: Partial<Answer<typeof dispatchRoute>> | ''): WorkflowRun | null {
  if (answer === '' || answer.workflow_run_id === undefined) return null;
  return { repository, id: Number(answer.workflow_run_id), nodeId: null, url: answer.html_url ?? '' };
}
