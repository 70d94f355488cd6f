import type { RepositoryName } from '@slipway/operations/ports';

/** The repository of the server that `repository` of the manifest, or an address that git clones, means; `null` where it is elsewhere. */
export function repositoryAt(serverUrl: string, repository: string): RepositoryName | null {
  const [, owner, repo] = path.exec(withoutServer(new URL(serverUrl), repository)) ?? [];
  return owner === undefined || repo === undefined ? null : { owner, repo };
}

const path = /^([A-Za-z0-9][\w.-]*)\/([\w.-]+?)(?:\.git)?\/?$/;

function withoutServer({ host, hostname }: URL, repository: string): string {
  const starts = [`https://${host}/`, `http://${host}/`, `ssh://git@${hostname}/`, `git@${hostname}:`];
  const start = starts.find((each) => repository.toLowerCase().startsWith(each)) ?? '';
  return repository.slice(start.length);
}

/** What git clones. */
export const addressOf = (serverUrl: string, { owner, repo }: RepositoryName): string =>
  `${serverUrl.replace(/\/+$/, '')}/${owner}/${repo}.git`;
