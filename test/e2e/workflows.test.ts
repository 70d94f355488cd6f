import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ArtifactService, artifactService } from '../fixtures/artifact-service.js';
import { runWorkflow } from './act.js';
import { workflowRepository } from './workflow-repository.js';

const patience = 120_000;
const root = join(import.meta.dirname, '../..');
const onOneRunner = '.github/workflows/on-one-runner.yml';

/** What the README prints for a set that one runner builds, with the example's set, and Slipway as it is here. */
function printedWorkflow(): string {
  const readme = readFileSync(join(root, 'actions/orchestrate-chain/README.md'), 'utf8');
  const [, yaml = ''] = /^```yaml\n(.*?)^```$/ms.exec(readme) ?? [];
  return yaml
    .replace('manifest: versions.toml', 'manifest: examples/bitcoin-commons/versions.toml')
    .replace('      - uses: OWNER/', `${makeRepositories}$&`)
    .replace('OWNER/slipway/actions/orchestrate-chain@v0', './actions/orchestrate-chain');
}

const makeRepositories = `      - run: >-
          node --input-type=module --eval "
          import { makeRepositories } from './examples/bitcoin-commons/repositories.mjs';
          makeRepositories('examples/bitcoin-commons/.repositories');"
`;

let repository: string;
let service: ArtifactService;
beforeAll(async () => {
  const parts = ['.github', 'actions', 'dist', 'examples'];
  repository = workflowRepository(parts, { [onOneRunner]: printedWorkflow() }, 'set-2025-01A');
  service = await artifactService();
});
afterAll(() => {
  service.close();
  rmSync(repository, { recursive: true, force: true });
});

const tagPush = { ref: 'refs/tags/set-2025-01A', deleted: false };

test(
  'on one runner a pushed tag releases the example, checks its checksums and keeps folder and report as artifacts',
  async () => {
    const end = await runWorkflow({
      repository,
      workflow: onOneRunner,
      event: 'push',
      payload: tagPush,
      env: { ...service.env, GITHUB_REF: tagPush.ref },
    });

    expect({ code: end.code, jobs: end.jobs, log: end.code === 0 ? '' : end.log }).toEqual({
      code: 0,
      jobs: { release: 'success' },
      log: '',
    });
    expect(end.outputs['chain']).toMatchObject({ status: 'released' });
    expect(JSON.parse(end.outputs['chain']?.['builds'] ?? '')).toHaveLength(6);
    expect(end.summaries.join('')).toContain('class c0,c1,c2,c3,c4,c5 succeeded');
    expect(end.log).toContain('governance-app-0.1.0.tar.gz: OK');
    expect(membersOf(service.artifacts.get('release-set-2025-01A'))).toContain('assets/SHA256SUMS');
    expect(membersOf(service.artifacts.get('report-set-2025-01A'))).toEqual(['report.json']);
  },
  patience,
);

test(
  'ci runs the tests of the repository, and fails when they do',
  async () => {
    const manifest = (script: string) => ({ 'package.json': JSON.stringify({ scripts: { test: script } }) });
    const ends = await Promise.all(
      ['node --eval "console.log(1 + 1, \'passed\')"', 'exit 3'].map(async (script) => {
        const folder = workflowRepository(['.github'], manifest(script), 'v1');
        const start = { repository: folder, workflow: '.github/workflows/ci.yml', event: 'push', payload: {} } as const;
        return runWorkflow(start).finally(() => rmSync(folder, { recursive: true }));
      }),
    );

    expect(ends.map(({ jobs }) => jobs)).toEqual([{ 'npm test': 'success' }, { 'npm test': 'failure' }]);
    expect(ends[0]?.log).toContain('2 passed');
  },
  patience,
);

/** Names of a zip file's members, as unzip sees them. */
function membersOf(zip: Buffer | undefined): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'zip-'));
  const file = join(folder, 'artifact.zip');
  writeFileSync(file, zip ?? '');
  const text = execFileSync('unzip', ['-Z1', file], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  return text.trim().split('\n');
}
