// Collects artifacts by our own code: `collect-process.mjs <api> <token> <folder> <owner/name:run>…`. Prints the most memory that took, in MB.
import { join } from 'node:path';
import { connect, githubRunArtifacts, givenToken } from '@slipway/github';
import { artifactStore, systemClock } from '@slipway/host';

const [apiUrl = '', token = '', folder = '', ...runs] = process.argv.slice(2);
const client = connect({ apiUrl, tokens: givenToken(token), clock: systemClock });
const artifacts = githubRunArtifacts({ client, clock: systemClock, spool: join(folder, 'spool') });
const store = artifactStore(join(folder, 'artifacts'));
const limits = { mostBytes: 4 * 2 ** 30, mostFiles: 1000 };

await Promise.all(
  runs.map(async (text) => {
    const [owner = '', repo = '', id = ''] = text.split(/[/:]/);
    const [artifact] = await artifacts.list({ repository: { owner, repo }, id: Number(id), nodeId: null, url: '' });
    if (!artifact) throw new Error(`${text} has no artifact`);
    await artifacts.download(artifact, store, limits);
  }),
);
// Told in KiB.
console.log((process.resourceUsage().maxRSS * 1024) / 1e6);
