import type { Client } from '../client/client.js';
import type { Repository } from '../client/repository.js';

/**
 * Where uploads go: what stands before `/repos/` in a release's `upload_url`, `https://uploads.github.com`. It is one for the whole
 * server, so it is asked for once.
 */
export function uploadBase(client: Client, repository: Repository): (release: number) => Promise<string> {
  let known: string | null = null;
  return async (release) => {
    if (known !== null) return known;
    const parameters = { ...repository, release_id: release };
    const { upload_url } = await client.send('GET /repos/{owner}/{repo}/releases/{release_id}', parameters);
    known = upload_url.slice(0, upload_url.indexOf('/repos/'));
    return known;
  };
}
