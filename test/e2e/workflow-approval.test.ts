import { home, inMono } from './mono.js';

test.each([
  ['approved', 'success'],
  ['rejected', 'failure'],
] as const)('the publish job, as its file stands, waits for a human, and is %s', (decision, conclusion) =>
  inMono(async ({ double, start }) => {
    const jobs = { prepare: { outputs: { status: 'prepared' } } };
    double.runs.script(home, 'release_orchestrator.yml', () => ({ takes: '1m', jobs }));
    const id = await start('release_orchestrator.yml', { tag: 'set-1' });
    const states = () =>
      [...(double.runs.get(id).attempts.at(-1)?.jobs ?? [])].map(([key, job]) => [key, job.startedAt !== null]);

    await double.advance(24 * 3_600_000);
    const waiting = states();
    if (decision === 'approved') double.runs.approve(id, 'release', { by: 'ada' });
    else double.runs.reject(id, 'release', { by: 'ada' });
    await double.advance(3_600_000);

    expect(waiting).toEqual([
      ['prepare', true],
      ['publish', false],
    ]);
    expect(states().at(-1)).toEqual(['publish', decision === 'approved']);
    expect(double.runs.get(id).attempts.at(-1)?.conclusion).toBe(conclusion);
  }),
);

test('nobody is asked about a release that was not prepared, as of a dry run or of single components', () =>
  inMono(async ({ double, start }) => {
    const jobs = { prepare: { outputs: { status: 'built' } } };
    double.runs.script(home, 'release_orchestrator.yml', () => ({ takes: '1m', jobs }));
    const id = await start('release_orchestrator.yml', { tag: 'set-1', only: 'core' });

    await double.advance(3_600_000);

    expect(double.runs.get(id).attempts.at(-1)).toMatchObject({ conclusion: 'success' });
    expect(double.runs.get(id).attempts.at(-1)?.jobs.get('publish')).toMatchObject({
      conclusion: 'skipped',
      gate: null,
    });
  }));
