import type { Double, Fault } from '@slipway/github-double';
import { portsOn } from './a-github-chain.js';
import {
  broken,
  type Change,
  disable,
  draftsIn,
  formerRuns,
  github,
  start,
  startedUrl,
  unplannable,
} from './a-former-workflow.js';

const minute = 60_000;

/** Who is taken for somebody else's runner. */
const elsewhere = { folder: 'elsewhere' };

/** Somebody disables the former workflow a moment before it is dispatched. */
const disabledFirst =
  (double: Double): Change =>
  (ports) => ({
    ...broken(ports),
    runs: {
      ...ports.runs,
      start: async (to, by) => {
        if (to.repo === 'set') await disable(double);
        return ports.runs.start(to, by);
      },
    },
  });

test('after a mistake of ours the former workflow is started once, with version and fallback, and every later start says so', async () => {
  await github(async (double) => {
    const report = await start(double, { change: broken });
    const again = await start(double);
    const published = await start(double, { command: 'publish' });

    expect(formerRuns(double)).toMatchObject([
      { inputs: { version: '1.2.3', fallback: 'true' }, ref: 'refs/heads/main' },
    ]);
    expect(report).toMatchObject({
      status: 'failed',
      findings: [
        { what: 'internal error (undefined is not a function)' },
        { severity: 'error', where: 'v1.2.3.1', what: expect.stringContaining(startedUrl(double)) },
      ],
      fallback: { run: 'v1.2.3.1', workflow: 'former.yml', url: startedUrl(double) },
      chain: { run: 'v1.2.3.1', builds: [{ status: 'running' }, { status: 'waiting' }].toReversed() },
    });
    for (const later of [again, published])
      expect(later).toMatchObject({
        status: 'refused',
        findings: [
          {
            code: 'conflict',
            what: expect.stringContaining(startedUrl(double)),
            remedy: expect.stringContaining('--restart'),
          },
        ],
      });
    expect(double.runs.of('acme/app')).toEqual([]);
    expect(draftsIn(double)).toBe(0);
  });
});

test('with restart the next chain run begins, and may itself fall back once', async () => {
  await github(async (double) => {
    await start(double, { change: broken });
    const restarted = await start(double, { wish: { begin: 'restart' } });
    const again = await start(double);

    expect(restarted).toMatchObject({ status: 'prepared', chain: { run: 'v1.2.3.2' } });
    expect(again.status).toBe('prepared');
    expect(formerRuns(double)).toHaveLength(1);
  });
});

test('where nothing had begun, its number is used up all the same', async () => {
  await github(async (double) => {
    const report = await start(double, { change: unplannable });
    const again = await start(double);
    const restarted = await start(double, { wish: { begin: 'restart' } });

    expect(report).toMatchObject({ status: 'failed', fallback: { run: 'v1.2.3.1', url: startedUrl(double) } });
    expect(again.status).toBe('refused');
    expect(restarted).toMatchObject({ status: 'prepared', chain: { run: 'v1.2.3.2' } });
  });
});

test('where GitHub refuses to start a build that could be started, the former workflow has to', async () => {
  await github(async (double) => {
    const refusing: Change = ({ runs }) => ({
      runs: {
        ...runs,
        start: (to, by) =>
          runs.start(to, to.repo === 'app' && by.kind === 'workflow' ? { ...by, workflow: 'gone.yml' } : by),
      },
    });

    const report = await start(double, { change: refusing });

    expect(report).toMatchObject({
      status: 'failed',
      chain: {
        builds: [
          { component: 'app', status: 'failed' },
          { component: 'core', status: 'succeeded' },
        ],
      },
      fallback: { url: startedUrl(double) },
    });
    expect(report.findings.at(-1)?.what).toContain('orchestration cannot go on');
  });
});

const away = { kind: 'unavailable', status: 502 } as const;

test('while GitHub is away nothing can be started: the fallback waits for it, and leaves once', async () => {
  await github(async (double) => {
    const now = double.clock.now();
    double.faults.add({ fault: away, times: Infinity, after: now + 10 * minute, before: now + 20 * minute });

    const report = await start(double);

    expect(report).toMatchObject({ status: 'failed', fallback: { url: startedUrl(double) } });
    expect(report.findings[0]?.what).toContain('GitHub does not answer');
    expect(formerRuns(double)).toHaveLength(1);
  });
});

test('where GitHub stays away nothing is recorded, and the next start goes on as if nothing had been', async () => {
  await github(async (double) => {
    const now = double.clock.now();
    double.faults.add({ fault: away, times: Infinity, after: now + 10 * minute, before: now + 120 * minute });

    const report = await start(double);
    await double.advance(120 * minute);
    const next = await start(double);

    expect(report.status).toBe('failed');
    expect(report.findings.at(-1)?.what).toContain('former.yml could not be started in its place');
    expect(next).toMatchObject({ status: 'prepared', chain: { run: 'v1.2.3.1' } });
    expect(formerRuns(double)).toEqual([]);
  });
});

test.each<readonly [string, Fault, number]>([
  ['lost after it was taken', { kind: 'reset-after' }, 1],
  ['lost before it was taken', { kind: 'reset-before' }, 2],
  ['refused at the door', away, 2],
])('a dispatch whose answer is %s is looked for, and there is one run in the end', async (_, fault, sent) => {
  await github(async (double) => {
    double.faults.add({ fault, on: /former\.yml\/dispatches/ });

    const report = await start(double, { change: broken });

    expect(report).toMatchObject({ status: 'failed', fallback: { url: startedUrl(double) } });
    expect(formerRuns(double)).toHaveLength(1);
    expect(double.log.entries.filter(({ path }) => path.endsWith('former.yml/dispatches'))).toHaveLength(sent);
  });
});

test('runs from before, and from somebody else, are not taken for it', async () => {
  await github(async (double) => {
    const { runs } = portsOn(double, elsewhere);
    const byHand = { kind: 'workflow', workflow: 'former.yml', ref: 'main', inputs: { version: '0' } } as const;
    await runs.start({ owner: 'acme', repo: 'set' }, byHand);
    double.faults.add({ fault: { kind: 'reset-after' }, on: /former\.yml\/dispatches/ });

    const report = await start(double, { change: broken });

    expect(formerRuns(double).map(({ inputs }) => inputs['version'])).toEqual(['0', '1.2.3']);
    expect(report.fallback?.id).toBe(formerRuns(double)[1]?.id);
  });
});

test('where two runs may be it, nobody starts a third: people are told what to look at', async () => {
  await github(async (double) => {
    const byHand = { kind: 'workflow', workflow: 'former.yml', ref: 'main', inputs: { version: '1' } } as const;
    const beside: Change = (ports) => ({
      ...broken(ports),
      runs: {
        ...ports.runs,
        start: async (repository, trigger) => {
          const answer = await ports.runs.start(repository, trigger);
          if (repository.repo !== 'set') return answer;
          await ports.runs.start(repository, byHand);
          return { status: 'unknown' };
        },
      },
    });

    const report = await start(double, { change: beside });
    const again = await start(double);

    expect(formerRuns(double)).toHaveLength(2);
    expect(report).toMatchObject({ status: 'failed', fallback: { url: null } });
    for (const { findings } of [report, again])
      expect(findings.at(-1)).toMatchObject({
        what: expect.stringContaining('whether it was cannot be told: two workflow runs may be meant'),
        remedy: expect.stringContaining('gh run list --repo acme/set --workflow former.yml'),
      });
    expect(again.status).toBe('refused');
  });
});

test('what GitHub refuses to start is told, and the chain run goes on once that is mended, or given up', async () => {
  await github(async (double) => {
    const report = await start(double, { change: disabledFirst(double) });
    const unmended = await start(double);
    const next = await start(double, { fallback: null });

    expect(report.fallback).toBeUndefined();
    expect(report.findings.at(-1)?.what).toContain('former.yml could not be started in its place');
    expect(unmended).toMatchObject({ status: 'refused', findings: [{ what: 'former.yml is disabled' }] });
    expect(next).toMatchObject({ status: 'prepared', chain: { run: 'v1.2.3.1' } });
    expect(formerRuns(double)).toEqual([]);
  });
});
