import type { ActionShell } from '@slipway/action-kit';
import type { GithubReport, GithubWish } from '@slipway/operations/orchestrate-chain';
import { githubResult, type Scene, steeredResult } from './github-result.js';
import type { Wish } from './inputs.js';

const report: GithubReport = {
  schema: 1,
  status: 'cancelled',
  tag: 'set-1',
  chain: null,
  release: null,
  findings: [
    {
      code: 'conflict',
      severity: 'error',
      what: 'job control of run 2 (attempt 1) in acme/releases cancelled this chain run',
      where: 'set-1.1',
      remedy: 'give the command retry to go on with it, or --restart to begin the next chain run under this tag',
    },
  ],
};

/** As much of what was asked, and where, as is told from. */
const scene = (command: Wish['command']): Scene => ({
  wish: { command, orchestrator: 'release_orchestrator.yml', upload: false } as Wish,
  asked: { tag: 'set-1', manifest: { set: 'set-1' } } as GithubWish,
  shell: { repository: 'acme/releases', runId: '7', interrupt: new AbortController().signal } as ActionShell,
  notices: [],
});

const retry = 'gh workflow run release_control.yml --repo acme/releases -f command=retry -f tag=set-1';

test('what somebody else cancelled says who, and ends with the command that goes on with it', () => {
  const { ending, findings, summary } = githubResult(report, null, scene('prepare'));

  expect(ending).toBe('failed');
  expect(findings).toMatchObject([
    {
      what: expect.stringContaining('job control of run 2'),
      remedy: expect.stringContaining('restart: true to begin the next chain run'),
    },
  ]);
  expect(summary).toContain(`Next:\n\n    ${retry}`);
});

test('whoever cancels is told no command that takes it back', () => {
  const { ending, summary } = steeredResult({ status: 'done', run: 'set-1.1', report }, null, scene('cancel'));

  expect(ending).toBe('passed');
  expect(summary).not.toContain('Next:');
});
