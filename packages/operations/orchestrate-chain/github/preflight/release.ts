import { type Finding, problem } from '@slipway/domain';
import { readStanding } from '../../../sync-release-assets/index.js';
import { stateObstacles } from '../../preflight.js';
import { repositoryName } from '../dispatch.js';
import type { GithubPorts } from '../ports.js';
import type { GithubWish } from '../wish.js';

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
          problem(
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
  ports: Pick<GithubPorts, 'repositories' | 'ledger'>,
  { home, ledger, release }: Pick<GithubWish, 'home' | 'ledger' | 'release'>,
  { run, isReleased }: { readonly run: string; readonly isReleased: boolean },
): Promise<readonly Finding[]> {
  const reasons = [
    ...(ledger === 'refs' ? [[home, "the chain's state"] as const] : []),
    ...(isReleased ? [[release.repository, 'the release'] as const] : []),
  ];
  const findings: Finding[] = (await stateObstacles(ports.ledger, run)).map(elsewhere);
  for (const repository of new Set(reasons.map(([name]) => name))) {
    if ((await ports.repositories.permission(repositoryName(repository), 'contents: write')) !== 'missing') continue;
    const why = reasons.flatMap(([name, reason]) => (name === repository ? [reason] : [])).join(' and ');
    findings.push(
      problem(
        'missing-permission',
        `the token needs contents: write on ${repository}, for ${why}`,
        repository,
        'give the token this permission, in a workflow under permissions:, or use one that has it',
      ),
    );
  }
  return findings;
}

const elsewhere = ({ remedy, ...obstacle }: Finding): Finding => ({
  ...obstacle,
  remedy: `${remedy}, or give another --ledger`,
});

async function environmentFindings(
  repositories: GithubPorts['repositories'],
  repository: string,
  name: string,
): Promise<readonly Finding[]> {
  const found = await repositories.environment(repositoryName(repository), name);
  if (found === null)
    return [
      problem(
        'not-found',
        `there is no environment ${name}`,
        repository,
        'make it, with reviewers, under Settings → Environments; or give --unattended',
      ),
    ];
  return found.reviewers > 0
    ? []
    : [
        problem(
          'refused-gate',
          `the environment ${name} has no reviewers, so that nobody would be asked`,
          repository,
          'give it reviewers, or give --unattended',
        ),
      ];
}
