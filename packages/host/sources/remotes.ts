import { gitWith } from './git.js';

/** `owner/name` of each repository on the GitHub server that git knows as a remote of the checkout at `folder`, each once; none outside of git. */
export async function remoteRepositories(
  folder: string,
  { serverUrl, environment }: { readonly serverUrl: string; readonly environment: Readonly<Record<string, string>> },
): Promise<readonly string[]> {
  const answer = await gitWith(environment)(['config', '--get-regexp', String.raw`^remote\..*\.url$`], { folder });
  const lines = answer.status === 'done' ? answer.output.split('\n').filter((line) => line !== '') : [];
  const named = lines.flatMap((line) => repositoryAt(line.slice(line.indexOf(' ') + 1), new URL(serverUrl).hostname));
  // GitHub tells no case apart in names.
  return [...new Map(named.map((name) => [name.toLowerCase(), name])).values()];
}

/** `https://host/owner/name.git`, `ssh://git@host:22/owner/name`, `git@host:owner/name.git`. */
function repositoryAt(address: string, host: string): readonly string[] {
  const { at, path } =
    /^\w+:\/\/(?:[^@/]+@)?(?<at>[^:/]+)(?::\d+)?\/(?<path>.+)$/.exec(address)?.groups ??
    /^(?:[^@/:]+@)?(?<at>[^:/]+):(?<path>[^/].*)$/.exec(address)?.groups ??
    {};
  const name = path?.replace(/\/$/, '').replace(/\.git$/, '');
  return at === host && name !== undefined && /^[\w.-]+\/[\w.-]+$/.test(name) ? [name] : [];
}
