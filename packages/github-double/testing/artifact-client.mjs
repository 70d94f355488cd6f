// The runner's own artifact client, as a job of a workflow uses it: `artifact-client.mjs METHOD ARGUMENTS-AS-JSON`.
// What it returns goes to the file that RESULT names, as its log takes up stdout.
import { writeFileSync } from 'node:fs';
import { DefaultArtifactClient } from '@actions/artifact';

const [method = '', args = '[]'] = process.argv.slice(2);
const client = new DefaultArtifactClient();
writeFileSync(process.env['RESULT'] ?? '', JSON.stringify((await client[method](...JSON.parse(args))) ?? null));
