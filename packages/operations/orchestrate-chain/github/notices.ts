import type { Finding } from '@slipway/domain';
import pMap from 'p-map';
import type { RemoteWorkflow } from '../../ports/index.js';
import type { ChainComponent } from '../engine/state.js';
import type { Manifest } from '../manifest/manifest.js';
import type { Plan } from '../plan/plan.js';
import { repositoryName } from './dispatch.js';
import type { GithubPorts } from './ports.js';
import { fitsPattern } from './tag-pattern.js';

/** What cannot be promised of a repository that does not follow the callee contract: the plan says so. */
export const weakerGuarantees = ({ components }: Manifest, { order }: Plan, file: string): readonly Finding[] =>
  components
    .filter(({ name, remote }) => remote?.collect && order.includes(name))
    .map(({ name, remote }) => ({
      code: 'conflict',
      severity: 'notice',
      what: `its artifacts are taken by the pattern ${remote?.collect?.join(', ')}: nobody can verify which commit and which upstreams they were made from, and what requires it is not handed its files`,
      where: `${file}: ${name}`,
      remedy: 'let its workflow follow the callee contract, and drop collect, where that matters',
    }));

type Resolved = Pick<ChainComponent, 'component' | 'source'>;

/** What tagging the components will set off, and what the token needs for it. */
export async function tagFindings(
  { repositories }: Pick<GithubPorts, 'repositories'>,
  components: readonly Resolved[],
): Promise<readonly Finding[]> {
  const found = await pMap(components, (one) => findingsFor(repositories, one), { concurrency: 8 });
  return found.flat();
}

async function findingsFor(
  repositories: GithubPorts['repositories'],
  { component, source }: Resolved,
): Promise<readonly Finding[]> {
  const { name, remote, tag } = component;
  const { commit } = source;
  if (!remote || commit === null) return [];
  const repository = repositoryName(remote.repository);
  // A tag that is there is not made, and starts nothing.
  if (await repositories.tag(repository, tag)) return [];
  const where = `${name} (${remote.repository})`;
  const workflows = await repositories.workflows(repository);
  const started = workflows.filter(({ state, tags }) => state === 'active' && tags !== null && isStarted(tags, tag));
  const told = started.map(({ file }): Finding => ({
    code: 'conflict',
    severity: 'warning',
    what: `its tag ${tag} will start ${file}`,
    where,
    remedy:
      'see that this is meant: it runs when the release is published, and a release of its own would be a second one',
  }));
  if ((await repositories.permission(repository, 'workflows: write')) !== 'missing') return told;
  const differing = await differingAt(repositories, repository, workflows, commit);
  return differing.length === 0 ? told : [...told, denied(remote.repository, differing, where)];
}

/** "The order that you define patterns matters": a later one decides, `!` takes out again (workflow syntax). */
function isStarted(patterns: readonly string[], tag: string): boolean {
  if (patterns.length === 0) return true;
  const last = patterns.findLast((pattern) => fitsPattern(tag, pattern.replace(/^!/, '')));
  return last !== undefined && !last.startsWith('!');
}

/** Files that a tag at this commit would bring in, as far as the default branch knows their names. */
async function differingAt(
  repositories: GithubPorts['repositories'],
  repository: ReturnType<typeof repositoryName>,
  workflows: readonly RemoteWorkflow[],
  commit: string,
): Promise<readonly string[]> {
  const compared = await pMap(
    workflows,
    async ({ file, text }) => ((await repositories.workflow(repository, file, commit))?.text === text ? [] : [file]),
    { concurrency: 4 },
  );
  return compared.flat();
}

/** GitHub says no more than 403 then (mkb79/Audible#882). */
const denied = (repository: string, files: readonly string[], where: string): Finding => ({
  code: 'missing-permission',
  severity: 'error',
  what: `the token needs workflows: write on ${repository}, as ${files.join(', ')} at the commit to be tagged is not the default branch's`,
  where,
  remedy: 'give the App this permission, or a token the scope workflow; or do without --tag-components',
});
