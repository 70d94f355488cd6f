import type { Double } from '@slipway/github-double';
import type { GithubReport } from '@slipway/operations/orchestrate-chain';
import { wishOf } from './a-github-chain.js';
import {
  broken,
  bug,
  type Change,
  disable,
  former,
  formerRuns,
  github,
  type Life,
  start,
} from './a-former-workflow.js';

const minute = 60_000;

/** What preflight says against a fallback. It writes nothing. */
async function preflighted(double: Double, part: Life['fallback'] = {}): Promise<readonly string[]> {
  const report = await start(double, { command: 'preflight', wish: { mode: 'dry-run' }, fallback: part });
  expect(double.log.effects()).toEqual([]);
  return report.findings.map(({ what }) => what);
}

test('a former workflow that can be started is no finding', () =>
  github(async (double) => {
    expect(await preflighted(double)).toEqual([]);
  }));

test.each<readonly [string, Life['fallback'], string]>([
  ['is running', { orchestrators: ['release.yml', 'former.yml'] }, 'former.yml is the workflow that orchestrates'],
  ['uses orchestrate-chain', { workflow: 'other.yml' }, 'other.yml on main uses orchestrate-chain itself'],
  ['is not there', { workflow: 'fomer.yml' }, 'there is no workflow fomer.yml on main'],
  ['is no file name', { workflow: '.github/workflows/former.yml' }, "is no workflow's file name"],
])('a fallback that %s is refused before anything is begun', (_, part, what) =>
  github(async (double) => {
    expect(await preflighted(double, part)).toEqual([expect.stringContaining(what)]);
  }),
);

test.each<readonly [string, string, readonly string[]]>([
  [
    'takes no dispatch',
    former.replace(/^on: .*$/m, 'on: push'),
    ['former.yml cannot be started: it has no workflow_dispatch'],
  ],
  [
    'declares other inputs',
    former.replace(/inputs: .*$/m, 'inputs: { version: {}, channel: { required: true } } } }'),
    [
      'former.yml declares no input fallback, which would be sent',
      'former.yml requires the input channel, which is not sent',
    ],
  ],
  [
    'uses orchestrate-chain behind a comment that does not',
    former.replace('{ run: ./release.sh }', "{ uses: './actions/orchestrate-chain' }"),
    ['former.yml on main uses orchestrate-chain itself: it would meet what we have met'],
  ],
  [
    'comes to orchestrate-chain by another file of its repository',
    former
      .replace('steps: [{ run: ./release.sh }]', 'uses: ./.github/workflows/other.yml')
      .replace('runs-on: ubuntu-latest, ', ''),
    ['former.yml on main uses orchestrate-chain by .github/workflows/other.yml: it would meet what we have met'],
  ],
  [
    'comes to it by a file that it names by its own repository',
    former
      .replace('steps: [{ run: ./release.sh }]', 'uses: acme/set/.github/workflows/other.yml@main')
      .replace('runs-on: ubuntu-latest, ', ''),
    ['former.yml on main uses orchestrate-chain by .github/workflows/other.yml: it would meet what we have met'],
  ],
  ['only speaks of orchestrate-chain', `# before uses: x/orchestrate-chain@v1\n${former}`, []],
])('a former workflow that %s', (_, text, findings) =>
  github(async (double) => {
    expect(await preflighted(double)).toEqual(findings);
  }, text),
);

test('a former workflow that is disabled is refused', () =>
  github(async (double) => {
    await disable(double);

    const report = await start(double, { command: 'preflight', wish: { mode: 'dry-run' } });

    expect(report).toMatchObject({
      status: 'refused',
      findings: [{ what: 'former.yml is disabled', remedy: 'enable it: gh workflow enable former.yml' }],
    });
  }));

test('a token that may not start it is told which permission it needs, and where', () =>
  github(async (double) => {
    const token = double.token({
      kind: 'fine-grained',
      user: 'guest',
      repositories: 'all',
      permissions: { actions: 'read', contents: 'read' },
    });

    const report = await start(double, { command: 'preflight', wish: { mode: 'dry-run' }, place: { token } });

    expect(report.findings).toContainEqual(
      expect.objectContaining({ code: 'missing-permission', what: 'the token needs actions: write on acme/set' }),
    );
  }));

describe('no fallback is started', () => {
  /** What a start came to, and how often the former workflow was started by it. */
  const ended = async (double: Double, life: Life): Promise<readonly [GithubReport['status'], number]> => {
    const { status, fallback } = await start(double, life);
    expect(fallback).toBeUndefined();
    return [status, formerRuns(double).length];
  };

  test('for a build that failed', () =>
    github(async (double) => {
      double.runs.script('acme/core', 'build.yml', { conclusion: 'failure' });

      expect(await ended(double, {})).toEqual(['failed', 0]);
    }));

  test('for what preflight refuses', () =>
    github(async (double) => {
      const { release } = await wishOf();

      expect(await ended(double, { wish: { release: { ...release, environment: 'nobody' } } })).toEqual(['refused', 0]);
    }));

  test('when its time is over', () =>
    github(async (double) => {
      expect(await ended(double, { wish: { timeout: 10 * minute } })).toEqual(['continuing', 0]);
    }));

  test('by build, which makes no release', () =>
    github(async (double) => {
      const report = await start(double, { command: 'build', wish: { purpose: 'build' }, change: broken });

      expect(report).toMatchObject({ status: 'failed', chain: { run: 'v1.2.3.1' } });
      expect(formerRuns(double)).toEqual([]);
    }));

  test('where nobody named one', () =>
    github(async (double) => {
      const report = await start(double, { change: broken, fallback: null });

      expect(report).toMatchObject({ status: 'failed', chain: { run: 'v1.2.3.1' } });
      expect(formerRuns(double)).toEqual([]);
    }));

  test('beside a job that drives the chain run', () =>
    github(async (double) => {
      await start(double, { change: broken, fallback: null }).catch(() => {});
      const unreadable: Change = ({ ledger }) => ({
        ledger: { ...ledger, read: (key) => (key === 'durations' ? Promise.reject(bug) : ledger.read(key)) },
      });
      const owner = { repository: 'acme/releases', runId: 2, attempt: 1, job: 'prepare' };

      expect(await ended(double, { change: unreadable, place: { owner, isAlive: async () => 'alive' } })).toEqual([
        'failed',
        0,
      ]);
    }));

  test('once publication has begun', () =>
    github(async (double) => {
      await start(double);
      const half: Change = ({ releases }) => ({
        releases: {
          ...releases,
          publish: async () => {
            throw bug;
          },
        },
      });

      expect(await ended(double, { command: 'publish', change: half })).toEqual(['failed', 0]);
    }));
});
