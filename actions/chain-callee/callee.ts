import type { ActionResult, ActionShell } from '@slipway/action-kit';
import { type Finding, ReleaseError } from '@slipway/domain';
import { connect, githubRunArtifacts, givenToken } from '@slipway/github';
import { calleeWorkspace, readJsonFile, systemClock } from '@slipway/host';
import { fetchUpstreams, stageDelivery } from '@slipway/operations/chain-callee';
import type { CalleeWorkspace } from '@slipway/operations/ports';
import type { Wish } from './inputs.js';
import { deliveryResult, fetchResult } from './result.js';

/** One use of the action, from inputs to what it came to. */
export async function callee(wish: Wish, shell: ActionShell): Promise<ActionResult> {
  const { workspace: checkout, temp, environment } = shell;
  const workspace = calleeWorkspace({ checkout, temp, environment });
  switch (wish.command) {
    case 'fetch':
      return fetch(wish, workspace, shell);
    case 'deliver':
      return deliver(wish, workspace);
  }
}

async function fetch({ token }: Wish, workspace: CalleeWorkspace, shell: ActionShell): Promise<ActionResult> {
  if (token === null) throw new ReleaseError([missing('token', 'leave it out, or give one that is not empty')]);
  const event = await readJsonFile(shell.eventPath, 'GITHUB_EVENT_PATH');
  const client = connect({ apiUrl: shell.apiUrl, tokens: givenToken(token), clock: systemClock });
  const artifacts = githubRunArtifacts({ client, clock: systemClock, spool: shell.temp });
  return fetchResult(await fetchUpstreams({ workspace, artifacts }, event), workspace);
}

async function deliver({ artifacts }: Wish, workspace: CalleeWorkspace): Promise<ActionResult> {
  if (artifacts.length === 0)
    throw new ReleaseError([missing('artifacts', 'write patterns such as dist/* below with:')]);
  return deliveryResult(await stageDelivery(workspace, artifacts), workspace);
}

const missing = (input: string, remedy: string): Finding => ({
  code: 'bad-input',
  severity: 'error',
  what: 'is not given',
  where: `input ${input}`,
  remedy,
});
