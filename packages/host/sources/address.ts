import { resolve } from 'node:path';

/** Where a repository is: a folder or file of this machine, or somewhere that git fetches from. */
export type Address =
  | { readonly kind: 'local' | 'remote'; readonly address: string }
  | { readonly kind: 'refused'; readonly what: string; readonly remedy: string };

export interface AddressBase {
  /** Without a slash at its end: `https://github.com`. */
  readonly serverUrl: string;
  /** Absolute. */
  readonly manifestDir: string;
}

/** Reads `repository` of the manifest: `owner/name` on the GitHub server, an URL, else a path relative to the manifest. */
export function addressOf(repository: string, { serverUrl, manifestDir }: AddressBase): Address {
  if (/^[A-Za-z0-9][\w.-]*\/[\w.-]+$/.test(repository)) return remote(`${serverUrl}/${repository}.git`);
  if (repository.includes('::')) {
    return refused('names a transport helper, which runs commands', 'give an https, ssh or file address');
  }
  if (/^https?:\/\/[^/]*@/.test(repository)) {
    return refused('carries a password, which would end up in logs', 'leave it to a credential helper of git');
  }
  const isRemote = /^[a-z][a-z0-9+.-]*:\/\//i.test(repository) || /^[^/]+:/.test(repository);
  return isRemote ? remote(repository) : { kind: 'local', address: resolve(manifestDir, repository) };
}

const remote = (address: string): Address => ({ kind: 'remote', address });
const refused = (what: string, remedy: string): Address => ({ kind: 'refused', what, remedy });
