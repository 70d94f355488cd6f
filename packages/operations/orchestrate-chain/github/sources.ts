import type { Finding } from '@slipway/domain';
import type { RemoteCommit, RemoteRepositories, Resolution, Sources } from '../../ports/index.js';
import type { Component } from '../manifest/manifest.js';
import { repositoryName } from './dispatch.js';

/** Where components stand on GitHub, in the order of the local venue: pinned commit, else tag, else `ref`. */
export const remoteSources = (repositories: RemoteRepositories): Sources => ({
  async resolve(component): Promise<Resolution> {
    const { remote, name } = component;
    if (remote === undefined) throw new Error(`${name} has no workflow: it is told before sources are looked up`);
    const found = await lookUp(repositories, component);
    if (found === null) return { status: 'refused', finding: nothingToBuild(component) };
    const { commit, time } = found;
    return { status: 'resolved', source: { kind: 'commit', repository: remote.repository, commit, time } };
  },
  async changes(source, from) {
    if (source.kind !== 'commit') return null;
    return repositories.changes(repositoryName(source.repository), from, source.commit);
  },
});

async function lookUp(repositories: RemoteRepositories, { remote, commit, tag }: Component): Promise<RemoteCommit | null> {
  const repository = repositoryName(remote?.repository ?? '');
  if (commit !== undefined) return repositories.resolve(repository, commit);
  const tagged = await repositories.tag(repository, tag);
  if (tagged !== null || remote?.ref === undefined) return tagged;
  return repositories.resolve(repository, remote.ref);
}

const nothingToBuild = ({ name, commit, tag, remote }: Component): Finding => ({
  code: 'not-found',
  severity: 'error',
  what:
    commit === undefined
      ? `there is no tag ${tag}${remote?.ref === undefined ? '' : `, and no ${remote.ref}`}`
      : `there is no commit ${commit}`,
  where: `${name} (${remote?.repository ?? ''})`,
  remedy:
    commit === undefined
      ? `make the tag, or name the branch to build: ref = "main" in [slipway.components.${name}]`
      : 'push the commit, or correct git_commit',
});
