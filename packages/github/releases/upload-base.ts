import type { Client } from '../client/client.js';
import type { Repository } from '../client/repository.js';

interface Told {
  readonly upload_url: string;
}

/** Where uploads go. */
export interface UploadBase {
  /** Each answer about a release tells it, so that it need not be asked for. */
  readonly learn: (release: Told) => void;
  readonly of: (release: number) => Promise<string>;
}

/** What stands before `/repos/` in a release's `upload_url`, `https://uploads.github.com`. It is one for the whole server. */
export function uploadBase(client: Client, repository: Repository): UploadBase {
  let known: string | null = null;
  const learn = ({ upload_url }: Told): string => (known = upload_url.slice(0, upload_url.indexOf('/repos/')));
  return {
    learn,
    async of(release) {
      const parameters = { ...repository, release_id: release };
      return known ?? learn(await client.send('GET /repos/{owner}/{repo}/releases/{release_id}', parameters));
    },
  };
}
