import type { ActionShell } from '@slipway/action-kit';
import type { ChainReport } from '@slipway/operations/orchestrate-chain';
import { buildResult } from './result.js';

const aReport = (part: Partial<ChainReport> = {}): ChainReport => ({
  schema: 1,
  outcome: 'released',
  set: 'set-1',
  run: 'set-1.1',
  plan: null,
  builds: [],
  release: { folder: '/w/release/set-1', assets: [], movedAside: null },
  findings: [],
  ...part,
});

const aWish = { upload: true };

const aShell: ActionShell = {
  repository: 'acme/releases',
  runId: '7',
  attempt: 1,
  job: 'build',
  workspace: '/w',
  temp: '/tmp',
  serverUrl: 'https://github.com',
  apiUrl: 'https://api.github.com',
  eventPath: '',
  tag: null,
  environment: {},
  log: { line: () => {}, group: () => {}, debug: () => {}, mask: () => {} },
  interrupt: new AbortController().signal,
};

test('a release goes up with its report, and the summary says how to get it', () => {
  const { uploads, summary } = buildResult(aReport(), aWish, aShell);

  expect(uploads).toEqual([
    { name: 'release-set-1', content: { folder: '/w/release/set-1' } },
    { name: 'report-set-1', content: 'report' },
  ]);
  expect(typeof summary === 'string' ? summary : summary(['release-set-1', 'report-set-1'])).toContain(
    'gh run download 7 --repo acme/releases --name release-set-1',
  );
});

test.each([
  ['failed', ['report-set-1']],
  ['interrupted', []],
  ['refused', []],
  ['planned', []],
] as const)('of a run that is %s, %j goes up', (outcome, names) => {
  const { uploads } = buildResult(aReport({ outcome, release: null }), aWish, aShell);

  expect(uploads.map(({ name }) => name)).toEqual(names);
});

test('paused is green, failed is red, interrupted ends as a signal does', () => {
  const endings = (['paused', 'failed', 'interrupted'] as const).map(
    (outcome) => buildResult(aReport({ outcome, release: null }), aWish, aShell).ending,
  );

  expect(endings).toEqual(['passed', 'failed', 'interrupted']);
});
