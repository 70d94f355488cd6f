import { type Finding, nearest } from '@slipway/domain';
import { inputsOf } from './dispatch.js';
import type { RemoteWorkflow } from '../../ports/index.js';
import { readStanding } from '../../sync-release-assets/index.js';
import type { ChainComponent } from '../engine/state.js';
import type { RemoteSettings } from '../manifest/manifest.js';
import { repositoryName } from './dispatch.js';
import type { GithubPorts } from './ports.js';
import type { GithubWish } from './wish.js';

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
        finding(
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

/** Neither at the ref: the ref itself, or the file. */
async function notThere(
  repositories: GithubPorts['repositories'],
  { repository, trigger, ref = '' }: RemoteSettings,
  where: string,
): Promise<Finding> {
  const name = repositoryName(repository);
  const workflow = trigger.kind === 'workflow' ? trigger.workflow : '';
  if ((await repositories.resolve(name, ref)) === null)
    return finding(
      'not-found',
      `there is no branch or tag ${ref}, on which ${workflow} is to be started`,
      where,
      'correct ref in the manifest, or leave it out for the default branch',
    );
  const others = (await repositories.workflows(name)).map(({ file }) => file);
  return finding('not-found', `there is no workflow ${workflow} on ${ref}`, where, hint(workflow, others));
}

const hint = (workflow: string, others: readonly string[]): string => {
  if (others.includes(workflow)) return 'it is on the default branch: put it here, too, or leave ref out';
  const close = nearest(workflow, others);
  return close ? `did you mean ${close}?` : 'copy examples/callee/build.yml there, or name the workflow that builds';
};

const isCommit = (ref = ''): boolean => /^([0-9a-f]{40}|[0-9a-f]{64})$/i.test(ref);

/** "No ref found for: …" is all that GitHub says later (benc-uk/workflow-dispatch#15). */
const noRef = (ref = '', where: string): Finding =>
  finding(
    'bad-input',
    `ref is the commit ${ref}, and GitHub starts workflows on branches and tags only`,
    where,
    'give a branch or tag as ref, and the commit that is to be built as git_commit',
  );

/** What to do about inputs. */
interface Advice {
  readonly undeclared: (input: string) => string;
  readonly unsent: (input: string) => string;
}

const advice: Advice = {
  undeclared: () => 'declare it, or give collect and inputs for a repository without the callee contract',
  unsent: (input) => `add ${input} to inputs in the manifest`,
};

/** Whether GitHub will start it, with these inputs. */
export function workflowFindings(
  { file, state, dispatch }: RemoteWorkflow,
  sent: readonly string[],
  where: string,
  { undeclared, unsent }: Advice,
): readonly Finding[] {
  if (state !== 'active')
    return [
      finding(
        'conflict',
        `${file} is ${state === 'disabled' ? 'disabled' : 'not known to GitHub yet'}`,
        where,
        state === 'disabled' ? `enable it: gh workflow enable ${file}` : 'put it on the default branch',
      ),
    ];
  if (dispatch === null)
    return [
      finding(
        'bad-input',
        `${file} cannot be started: it has no workflow_dispatch`,
        where,
        'add workflow_dispatch to its triggers',
      ),
    ];
  const { inputs } = dispatch;
  const unknown = sent.filter((name) => !inputs.has(name));
  const missing = [...inputs].filter(
    ([name, { required, hasDefault }]) => required && !hasDefault && !sent.includes(name),
  );
  return [
    ...unknown.map((name) =>
      finding('bad-input', `${file} declares no input ${name}, which would be sent`, where, undeclared(name)),
    ),
    ...missing.map(([name]) =>
      finding('bad-input', `${file} requires the input ${name}, which is not sent`, where, unsent(name)),
    ),
  ];
}

/** One event starts every workflow that listens: two would build twice. */
function listenerFindings(type: string, workflows: readonly RemoteWorkflow[], where: string): readonly Finding[] {
  const listeners = workflows.filter(
    ({ state, events }) => state === 'active' && events !== null && (events.length === 0 || events.includes(type)),
  );
  if (listeners.length === 1) return [];
  return listeners.length === 0
    ? [
        finding(
          'not-found',
          `no active workflow listens to repository_dispatch of type ${type}`,
          where,
          `add repository_dispatch: { types: [${type}] } to its workflow on the default branch`,
        ),
      ]
    : [
        finding(
          'conflict',
          `${listeners.length} workflows listen to ${type}: ${listeners.map(({ file }) => file).join(', ')}`,
          where,
          'let one of them listen, or name the workflow instead of the event',
        ),
      ];
}

/** What stands in the way of the release itself. `run` is ours, where one is there already. */
export async function releaseFindings(
  { releases, repositories }: Pick<GithubPorts, 'releases' | 'repositories'>,
  { tag, home, release }: GithubWish,
  run: string,
): Promise<readonly Finding[]> {
  const { repository, environment, target } = release;
  const name = repositoryName(repository);
  const read = await readStanding(releases, { tag, owner: run });
  const tagged = await repositories.tag(name, tag);
  const isMoved = tagged !== null && target !== undefined && tagged.commit !== target;
  return [
    ...(read.status === 'refused' ? read.findings : []),
    ...(isMoved
      ? [
          finding(
            'conflict',
            `the tag ${tag} is at ${tagged.commit}, and ${target} is to be released`,
            repository,
            'start at that tag to release what it is at, or choose another one',
          ),
        ]
      : []),
    ...(environment === null ? [] : await environmentFindings(repositories, home, environment)),
  ];
}

/** What is written besides the builds: the chain's state, and the release. */
export async function writingFindings(
  { repositories }: Pick<GithubPorts, 'repositories'>,
  { home, ledger, release }: Pick<GithubWish, 'home' | 'ledger' | 'release'>,
  isReleased: boolean,
): Promise<readonly Finding[]> {
  const reasons = [
    ...(ledger === 'refs' ? [[home, "the chain's state"] as const] : []),
    ...(isReleased ? [[release.repository, 'the release'] as const] : []),
  ];
  const findings: Finding[] = [];
  for (const repository of new Set(reasons.map(([name]) => name))) {
    if ((await repositories.permission(repositoryName(repository), 'contents: write')) !== 'missing') continue;
    const why = reasons.flatMap(([name, reason]) => (name === repository ? [reason] : [])).join(' and ');
    findings.push(
      finding(
        'missing-permission',
        `the token needs contents: write on ${repository}, for ${why}`,
        repository,
        'give the token this permission, in a workflow under permissions:, or use one that has it',
      ),
    );
  }
  return findings;
}

async function environmentFindings(
  repositories: GithubPorts['repositories'],
  repository: string,
  name: string,
): Promise<readonly Finding[]> {
  const found = await repositories.environment(repositoryName(repository), name);
  if (found === null)
    return [
      finding(
        'not-found',
        `there is no environment ${name}`,
        repository,
        'make it, with reviewers, under Settings → Environments; or give --unattended',
      ),
    ];
  return found.reviewers > 0
    ? []
    : [
        finding(
          'refused-gate',
          `the environment ${name} has no reviewers, so that nobody would be asked`,
          repository,
          'give it reviewers, or give --unattended',
        ),
      ];
}

const finding = (code: Finding['code'], what: string, where: string, remedy: string): Finding => ({
  code,
  severity: 'error',
  what,
  where,
  remedy,
});
