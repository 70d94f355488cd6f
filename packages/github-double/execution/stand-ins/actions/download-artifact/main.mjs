import { appendFileSync } from 'node:fs';
import { join, matchesGlob, resolve } from 'node:path';

const { DefaultArtifactClient } = await import(process.env.DOUBLE_ARTIFACT_CLIENT);
const input = (name) => process.env[`INPUT_${name.toUpperCase()}`]?.trim() ?? '';

const [repositoryOwner, repositoryName] = input('repository').split('/');
const elsewhere = {
  findBy: { token: input('github-token'), workflowRunId: Number(input('run-id')), repositoryOwner, repositoryName },
};
const where = input('github-token') === '' ? {} : elsewhere;
const client = new DefaultArtifactClient();
const folder = resolve(input('path'));

const { artifacts } = await client.listArtifacts({ latest: true, ...where });
const wanted = artifacts.filter(
  ({ name }) =>
    (input('name') === '' || name === input('name')) &&
    (input('pattern') === '' || matchesGlob(name, input('pattern'))),
);
if (input('name') !== '' && wanted.length === 0) throw new Error(`Artifact not found for name: ${input('name')}`);
for (const { id, name, digest } of wanted) {
  const flat = input('name') !== '' || input('merge-multiple') === 'true';
  const path = flat ? folder : join(folder, name);
  const { digestMismatch } = await client.downloadArtifact(id, { path, expectedHash: digest, ...where });
  if (digestMismatch) throw new Error(`the digest of ${name} is not the expected one`);
}
appendFileSync(process.env.GITHUB_OUTPUT, `download-path=${folder}\n`);
