import type { RemoteCommit, RepositoryName } from '@slipway/operations/ports';
import type { Client } from '../client/client.js';
import { Refusal } from '../client/refusal.js';

/** The commit that GitHub understands a revision to be, tags peeled: `tags/v1.0.0`, `heads/main` or a hash. */
export async function commitAt(client: Client, repository: RepositoryName, ref: string): Promise<RemoteCommit | null> {
  try {
    // One file of those that it changed is more than enough.
    const parameters = { ...repository, ref, per_page: 1 };
    const { sha, commit } = await client.send('GET /repos/{owner}/{repo}/commits/{ref}', parameters);
    return { commit: sha, time: Date.parse(commit.committer?.date ?? '') / 1000 || 0 };
  } catch (error) {
    if (error instanceof Refusal && isNoCommit(error)) return null;
    throw error;
  }
}

/** `No commit found for SHA: …` is 422, a repository without any 409. */
const isNoCommit = ({ status }: Refusal): boolean => [404, 409, 422].includes(status);

/** A hash, which may be cut off where it is unmistakable; the name of a branch; that of a tag. */
export async function resolve(client: Client, repository: RepositoryName, name: string): Promise<RemoteCommit | null> {
  const at = (ref: string) => commitAt(client, repository, ref);
  if (/^([0-9a-f]{40}|[0-9a-f]{64})$/i.test(name)) return at(name.toLowerCase());
  const named = (await at(`heads/${name}`)) ?? (await at(`tags/${name}`));
  if (named || !/^[0-9a-f]{4,39}$/i.test(name)) return named;
  const found = await at(name.toLowerCase());
  return found?.commit.startsWith(name.toLowerCase()) ? found : null;
}

/** Subjects of what came after `from`, newest first; GitHub lists the oldest first. */
export async function changesBetween(
  client: Client,
  repository: RepositoryName,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<readonly string[] | null> {
  try {
    const parameters = { ...repository, basehead: `${from}...${to}` };
    const commits = await client.listUnder('GET /repos/{owner}/{repo}/compare/{basehead}', 'commits', parameters);
    return commits.map(({ commit }) => commit.message.split('\n', 1)[0] ?? '').toReversed();
  } catch (error) {
    if (error instanceof Refusal && isNoCommit(error)) return null;
    throw error;
  }
}
