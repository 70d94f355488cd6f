import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withDouble } from '@slipway/github-double';
import { acme, delivering } from '../contract/a-github-chain.js';
import { disable, former } from '../contract/a-former-workflow.js';
import { runStep } from './action-step.js';

const manifest = `
[release_set]
id = "set-1"
[versions]
core = "1.0.0"
app = { version = "1.0.0", requires = ["core"] }
[slipway]
owner = "acme"
workflow = "build.yml"
`;

test('the action starts the former workflow where the next build cannot be started any more, and tells it everywhere', async () => {
  const workspace = mkdtempSync(join(tmpdir(), 'workspace-'));
  writeFileSync(join(workspace, 'versions.toml'), manifest);
  await withDouble(acme().repository('acme/set').workflow('former.yml', former), async (double) => {
    double.runs.script('acme/core', 'build.yml', (run) => {
      void disable(double, 'acme/app', 'build.yml');
      return delivering(run);
    });
    const token = double.token({ kind: 'classic', user: 'ada' });
    const step = (inputs: Readonly<Record<string, string>>) =>
      double.drive(
        runStep(
          workspace,
          { token, unattended: 'true', ...inputs },
          {
            GITHUB_API_URL: double.urls.api,
            GITHUB_SERVER_URL: double.urls.server,
            GITHUB_JOB: 'prepare',
            GITHUB_REF_NAME: 'main',
            GITHUB_REPOSITORY: 'acme/set',
            GITHUB_WORKFLOW_REF: 'acme/set/.github/workflows/running.yml@refs/heads/main',
          },
        ),
      );

    const itself = await step({ 'fallback-workflow': 'running.yml' });
    const fallen = await step({ 'fallback-workflow': 'former.yml' });
    const again = await step({});

    const [run, ...others] = double.runs.of('acme/set');
    const url = `${double.urls.server}/acme/set/actions/runs/${run?.id}`;
    expect(itself).toMatchObject({ code: 1, outputs: { status: 'refused', 'fallback-url': '' } });
    expect(itself.log).toContain('running.yml is the workflow that orchestrates: it would start itself');
    expect(run?.inputs).toEqual({ version: 'set-1', fallback: 'true' });
    expect(others).toEqual([]);
    expect({ ...fallen, log: '' }).toMatchObject({
      code: 1,
      outputs: { status: 'failed', 'chain-run': 'set-1.1', 'fallback-url': url },
      summary: expect.stringContaining(`gh run watch ${run?.id} --repo acme/set`),
    });
    expect(fallen.log).toMatch(new RegExp(`^::error::set-1\\.1: orchestration cannot go on.*${url}`, 'm'));
    expect(JSON.parse(readFileSync(fallen.outputs['report'] ?? '', 'utf8'))).toMatchObject({
      outcome: 'failed',
      fallback: { run: 'set-1.1', workflow: 'former.yml', id: run?.id, url },
    });
    expect(again).toMatchObject({ code: 1, outputs: { status: 'refused', 'fallback-url': url } });
    expect(again.log).toContain('give restart: true to begin the next chain run');
  }).finally(() => rmSync(workspace, { recursive: true, force: true }));
}, 600_000);
