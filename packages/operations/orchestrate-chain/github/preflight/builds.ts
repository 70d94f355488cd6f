import { type Finding, nearest, problem } from '@slipway/domain';
import type { RemoteWorkflow } from '../../../ports/index.js';
import type { ChainComponent } from '../../engine/state.js';
import type { RemoteSettings } from '../../manifest/manifest.js';
import { inputsOf, repositoryName } from '../dispatch.js';
import type { GithubPorts } from '../ports.js';
import { type Advice, workflowFindings } from './workflow.js';

/** GitHub's own token can start nothing in other repositories. */
const ownToken = 'github-actions[bot]';

/** What one component's repository has against being built, before anything is sent to it. */
export async function buildFindings(
  { repositories, runs }: Pick<GithubPorts, 'repositories' | 'runs'>,
  { component, source }: Pick<ChainComponent, 'component' | 'source'>,
  home: string,
): Promise<readonly Finding[]> {
  const { remote, name } = component;
  if (!remote) return [];
  const repository = repositoryName(remote.repository);
  const where = `${name} (${remote.repository})`;
  const permission = remote.trigger.kind === 'workflow' ? 'actions: write' : 'contents: write';
  const isElsewhere = remote.repository.toLowerCase() !== home.toLowerCase();
  const [granted, sender] = [await repositories.permission(repository, permission), await runs.sender(repository)];
  const lacks = granted === 'missing' || (isElsewhere && sender === ownToken);
  const denied = lacks
    ? [
        problem(
          'missing-permission',
          `the token needs ${permission} on ${remote.repository}`,
          where,
          'give it --app-id and the key of an App that is installed there and may, or a token that may',
        ),
      ]
    : [];
  if (remote.trigger.kind === 'event') {
    return [...denied, ...listenerFindings(remote.trigger.type, await repositories.workflows(repository), where)];
  }
  const { workflow } = remote.trigger;
  const found = await repositories.workflow(repository, workflow, remote.ref ?? '');
  if (found === null) return [...denied, await notThere(repositories, remote, where)];
  if (isCommit(remote.ref)) return [...denied, noRef(remote.ref, where)];
  const order = { component, source, set: '', attempt: 1, marker: '', upstreams: [] };
  return [...denied, ...workflowFindings(found, Object.keys(inputsOf(order, remote)), where, advice)];
}

const advice: Advice = {
  undeclared: () => 'declare it, or give collect and inputs for a repository without the callee contract',
  unsent: (input) => `add ${input} to inputs in the manifest`,
};

/** Neither at the ref: the ref itself, or the file. */
async function notThere(
  repositories: GithubPorts['repositories'],
  { repository, trigger, ref = '' }: RemoteSettings,
  where: string,
): Promise<Finding> {
  const name = repositoryName(repository);
  const workflow = trigger.kind === 'workflow' ? trigger.workflow : '';
  if ((await repositories.resolve(name, ref)) === null)
    return problem(
      'not-found',
      `there is no branch or tag ${ref}, on which ${workflow} is to be started`,
      where,
      'correct ref in the manifest, or leave it out for the default branch',
    );
  const others = (await repositories.workflows(name)).map(({ file }) => file);
  return problem('not-found', `there is no workflow ${workflow} on ${ref}`, where, hint(workflow, others));
}

const hint = (workflow: string, others: readonly string[]): string => {
  if (others.includes(workflow)) return 'it is on the default branch: put it here, too, or leave ref out';
  const close = nearest(workflow, others);
  return close ? `did you mean ${close}?` : 'copy examples/callee/build.yml there, or name the workflow that builds';
};

const isCommit = (ref = ''): boolean => /^([0-9a-f]{40}|[0-9a-f]{64})$/i.test(ref);

/** "No ref found for: …" is all that GitHub says later (benc-uk/workflow-dispatch#15). */
const noRef = (ref = '', where: string): Finding =>
  problem(
    'bad-input',
    `ref is the commit ${ref}, and GitHub starts workflows on branches and tags only`,
    where,
    'give a branch or tag as ref, and the commit that is to be built as git_commit',
  );

/** One event starts every workflow that listens: two would build twice. */
function listenerFindings(type: string, workflows: readonly RemoteWorkflow[], where: string): readonly Finding[] {
  const listeners = workflows.filter(
    ({ state, events }) => state === 'active' && events !== null && (events.length === 0 || events.includes(type)),
  );
  if (listeners.length === 1) return [];
  return listeners.length === 0
    ? [
        problem(
          'not-found',
          `no active workflow listens to repository_dispatch of type ${type}`,
          where,
          `add repository_dispatch: { types: [${type}] } to its workflow on the default branch`,
        ),
      ]
    : [
        problem(
          'conflict',
          `${listeners.length} workflows listen to ${type}: ${listeners.map(({ file }) => file).join(', ')}`,
          where,
          'let one of them listen, or name the workflow instead of the event',
        ),
      ];
}
