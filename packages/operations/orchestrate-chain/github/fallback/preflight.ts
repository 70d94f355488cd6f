import { type Finding, nearest, problem } from '@slipway/domain';
import { repositoryName } from '../dispatch.js';
import { workflowFindings } from '../preflight/workflow.js';
import type { GithubPorts } from '../ports.js';
import type { GithubWish } from '../wish.js';
import { orchestratingFile } from './orchestrates.js';

type RepositoryPorts = Pick<GithubPorts, 'repositories'>;

/** Where the release's tag is there, the former workflow as it was then; else where we run ourselves. */
export async function refOfFallback(
  { repositories }: RepositoryPorts,
  { tag, fallback }: Pick<GithubWish, 'tag' | 'fallback'>,
): Promise<string> {
  const repository = repositoryName(fallback?.repository ?? '');
  if ((await repositories.tag(repository, tag)) !== null) return tag;
  return fallback?.ref ?? (await repositories.look(repository)).defaultBranch;
}

/** What the former workflow has against being started. */
export async function fallbackFindings(ports: RepositoryPorts, wish: GithubWish): Promise<readonly Finding[]> {
  const { repositories } = ports;
  const { fallback } = wish;
  if (!fallback) return [];
  const { repository, workflow, orchestrators } = fallback;
  const name = repositoryName(repository);
  const where = `fallback-workflow (${repository})`;
  if (!/^[\w.-]+\.ya?ml$/.test(workflow))
    return [
      problem(
        'bad-input',
        `${JSON.stringify(workflow)} is no workflow's file name`,
        where,
        'write its name below .github/workflows: former-orchestrator.yml',
      ),
    ];
  if (orchestrators.includes(workflow))
    return [
      problem('bad-input', `${workflow} is the workflow that orchestrates: it would start itself`, where, formerOne),
    ];
  const permission = await repositories.permission(name, 'actions: write');
  const denied = permission === 'missing' ? [lacking(repository, where)] : [];
  const ref = await refOfFallback(ports, wish);
  const found = await repositories.workflow(name, workflow, ref);
  if (found === null) {
    const others = (await repositories.workflows(name)).map(({ file }) => file);
    const close = nearest(workflow, others);
    const remedy = close
      ? `did you mean ${close}?`
      : 'give the name of a workflow that is there, or leave fallback-workflow out';
    return [...denied, problem('not-found', `there is no workflow ${workflow} on ${ref}`, where, remedy)];
  }
  const own = `.github/workflows/${workflow}`;
  const orchestrating = await orchestratingFile(repositories, name, { path: own, text: found.text }, ref);
  const how = orchestrating === own ? 'itself' : `by ${orchestrating}`;
  const orchestrates = orchestrating
    ? [
        problem(
          'bad-input',
          `${workflow} on ${ref} uses orchestrate-chain ${how}: it would meet what we have met`,
          where,
          formerOne,
        ),
      ]
    : [];
  return [...denied, ...orchestrates, ...workflowFindings(found, ['version', 'fallback'], where, advice)];
}

const formerOne = 'give the workflow that made releases before, which does without orchestrate-chain';

const advice = {
  undeclared: (input: string) =>
    `declare ${input} under on.workflow_dispatch.inputs: it is started with version and fallback`,
  unsent: (input: string) => `give ${input} a default: it is started with version and fallback alone`,
};

const lacking = (repository: string, where: string): Finding =>
  problem(
    'missing-permission',
    `the token needs actions: write on ${repository}`,
    where,
    'give it in permissions:, or app-id and app-private-key of an App that is installed there',
  );
