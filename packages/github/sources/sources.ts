import { type Finding, ReleaseError } from '@slipway/domain';
import {
  type Component,
  decide,
  isMeant,
  namesOf,
  type RevisionNames,
  type Revisions,
  sourceFinding,
  sourceUnsaid,
  undecided,
} from '@slipway/operations/orchestrate-chain';
import type { RemoteRepositories, RepositoryName, Resolution, Sources } from '@slipway/operations/ports';
import { addressOf, repositoryAt } from './address.js';

export interface RemoteSourcesOptions {
  readonly repositories: RemoteRepositories;
  /** The GitHub server, `https://github.com`. */
  readonly serverUrl: string;
}

/** Source code in repositories on GitHub, asked by its API: nothing is cloned. */
export function remoteSources({ repositories, serverUrl }: RemoteSourcesOptions): Sources {
  async function settled(component: Component, repository: RepositoryName): Promise<Resolution> {
    const place = { component, repository: addressOf(serverUrl, repository) };
    const names = namesOf(component);
    const decision = decide(names, await revisionsOf(repositories, repository, names));
    if (decision.status === 'decided') {
      return { status: 'resolved', source: { kind: 'commit', repository: place.repository, ...decision.commit } };
    }
    return refused(undecided(place, decision, await repositories.tags(repository)));
  }

  return {
    async resolve(component) {
      const { repository } = component.remote ?? component.build ?? {};
      if (repository === undefined) return refused(sourceUnsaid(component));
      const name = repositoryAt(serverUrl, repository);
      if (name === null) return refused(elsewhere(component, repository, serverUrl));
      try {
        return await settled(component, name);
      } catch (error) {
        if (!(error instanceof ReleaseError)) throw error;
        const [finding] = error.findings;
        return refused({ ...finding, where: `${component.name} (${finding.where})` });
      }
    },
    async changes(source, from) {
      const name = source.kind === 'commit' ? repositoryAt(serverUrl, source.repository) : null;
      const isWhole = source.kind === 'commit' && source.part === undefined;
      if (name === null || !isWhole || !/^[0-9a-f]{40,64}$/.test(from)) return null;
      return repositories.changes(name, from, source.commit);
    },
  };
}

async function revisionsOf(
  repositories: RemoteRepositories,
  repository: RepositoryName,
  { commit, tag, ref }: RevisionNames,
): Promise<Revisions> {
  const [pinned, tagged] = await Promise.all([
    commit === undefined ? null : repositories.resolve(repository, commit),
    repositories.tag(repository, tag),
  ]);
  const isOpen = commit === undefined && tagged === null && ref !== undefined;
  return {
    pinned: isMeant(pinned, commit ?? '') ? pinned : null,
    tagged,
    referred: isOpen ? await repositories.resolve(repository, ref) : null,
  };
}

const refused = (finding: Finding): Resolution => ({ status: 'refused', finding });

const elsewhere = (component: Component, repository: string, serverUrl: string): Finding =>
  sourceFinding(
    'bad-input',
    { component, repository },
    `the repository is not on ${serverUrl}, which is to build it`,
    `set repository = "owner/name" under [slipway.components.${component.name}]`,
  );
