import { ReleaseError } from '@slipway/domain';
import type { ChainRun } from '../engine/state.js';
import { repositoryName } from './dispatch.js';
import type { GithubPorts } from './ports.js';
import { orderOfRun } from './run-order.js';

/** What is required is tagged before what requires it. A tag that stands at the right commit is as good as made. `tagged` grows by each. */
export async function tagComponents({ repositories }: GithubPorts, run: ChainRun, tagged: string[]): Promise<void> {
  for (const { component, source } of orderOfRun(run)) {
    const { remote, tag } = component;
    const { commit } = source;
    if (!remote || commit === null) continue;
    const repository = repositoryName(remote.repository);
    const isThere = await isTagged(repositories, repository, tag, commit);
    const made = isThere || (await repositories.createTag(repository, tag, commit)).status === 'done';
    if (!made && !(await isTagged(repositories, repository, tag, commit)))
      throw new ReleaseError([
        {
          code: 'unavailable',
          severity: 'error',
          what: `the tag ${tag} was to be made, and is not there`,
          where: remote.repository,
          remedy: 'run again',
        },
      ]);
    tagged.push(`${remote.repository} ${tag}`);
  }
}

async function isTagged(
  repositories: GithubPorts['repositories'],
  repository: ReturnType<typeof repositoryName>,
  tag: string,
  commit: string,
): Promise<boolean> {
  const there = await repositories.tag(repository, tag);
  if (there === null) return false;
  if (there.commit === commit) return true;
  throw new ReleaseError([
    {
      code: 'conflict',
      severity: 'error',
      what: `the tag ${tag} is at ${there.commit}, and ${commit} was built`,
      where: `${repository.owner}/${repository.repo}`,
      remedy: 'choose another git_tag, or begin a chain run of that commit',
    },
  ]);
}
