import type { AssetContents } from '@slipway/operations/ports';
import type { Client } from '../client/client.js';
import type { Repository } from '../client/repository.js';

/**
 * What is in the assets of one repository. They come through the API, which has drafts' and private repositories' too; where it
 * sends us on to a storage, fetch leaves the token behind (fetch.spec.whatwg.org, "HTTP-redirect fetch", step 13).
 */
export const assetContents = (client: Client, repository: Repository): AssetContents => ({
  async text({ id }) {
    const parameters = { ...repository, asset_id: id, headers: { accept: 'application/octet-stream' } };
    const data: unknown = await client.send('GET /repos/{owner}/{repo}/releases/assets/{asset_id}', parameters);
    // Octokit gives what says that it is text as text, and other bytes as they are.
    return data instanceof ArrayBuffer ? Buffer.from(data).toString('utf8') : String(data);
  },
});
