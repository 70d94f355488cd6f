import type { Double } from '@slipway/github-double';
import { fallbackNotice, standingStatus, statusOnGithub, steerOnGithub } from '@slipway/operations/orchestrate-chain';
import { manifestOf, pair, portsOn, wishOf } from './a-github-chain.js';
import { broken, formerRuns, github, start, startedUrl, unplannable } from './a-former-workflow.js';

const looking = { folder: 'looking' };
const asked = async () => wishOf({ manifest: await manifestOf(pair), tag: 'v1.2.3' });

const status = async (double: Double) => {
  const standing = await double.drive(statusOnGithub(portsOn(double, looking), await asked()));
  return standing && { ...standing, word: standingStatus(standing) };
};

test('status says which workflow makes the release now, where, since when and why', async () => {
  await github(async (double) => {
    const now = double.clock.now();
    await start(double, { change: broken });

    const standing = await status(double);

    expect(standing).toMatchObject({
      word: 'failed',
      run: { id: 'v1.2.3.1' },
      fallback: { run: 'v1.2.3.1', workflow: 'former.yml', id: formerRuns(double)[0]?.id, url: startedUrl(double) },
    });
    expect(standing?.fallback?.since).toBeGreaterThan(now);
    expect(standing?.fallback?.why).toMatch(/^slipway: internal error \(undefined is not a function\); /);
    expect(standing?.fallback && fallbackNotice(standing.fallback).what).toMatch(
      /^former\.yml makes the release in its place, since \d{4}-\d\d-\d\d \d\d:\d\d UTC: http.* \(orchestration could not go on: slipway: internal error/,
    );
  });
});

test('status says so, too, where no chain run had begun', async () => {
  await github(async (double) => {
    await start(double, { change: unplannable });

    expect(await status(double)).toMatchObject({ word: 'failed', run: null, fallback: { url: startedUrl(double) } });
  });
});

test('of a fallback that was recorded, and not seen to start, status says just that', async () => {
  await github(async (double) => {
    double.faults.add({ fault: { kind: 'unavailable', status: 502 }, on: /former\.yml\/dispatches/, times: Infinity });
    await start(double, { change: broken });

    const standing = await status(double);

    expect(standing).toMatchObject({ word: 'failed', fallback: { id: null, url: null } });
    expect(standing?.fallback && fallbackNotice(standing.fallback)).toMatchObject({
      what: expect.stringContaining('nothing says yet whether it was'),
      remedy: 'start the orchestrator again: it looks for that run, and starts one only where there is none',
    });
  });
});

test('once the next chain run has begun, the fallback of the one before is no news', async () => {
  await github(async (double) => {
    await start(double, { change: broken });
    await start(double, { wish: { begin: 'restart' } });

    expect(await status(double)).toMatchObject({ word: 'prepared', run: { id: 'v1.2.3.2' }, fallback: null });
  });
});

test.each(['resume', 'retry'] as const)('%s starts no orchestrator that would be refused', async (command) => {
  await github(async (double) => {
    await start(double, { change: broken });
    const orchestrator = { kind: 'workflow', workflow: 'release_orchestrator.yml', ref: 'main', inputs: {} } as const;

    const steered = await double.drive(steerOnGithub(portsOn(double, looking), await asked(), command, orchestrator));

    expect(steered).toMatchObject({
      status: 'refused',
      finding: { code: 'conflict', what: expect.stringContaining(startedUrl(double)) },
    });
    expect(double.runs.of('acme/releases')).toEqual([]);
  });
});
