import type { GithubReport } from '@slipway/operations/orchestrate-chain';
import { releaseNext } from './release-lines.js';
import { painted } from './text.js';

const next = (status: GithubReport['status'], args: readonly string[]) =>
  releaseNext(
    { schema: 1, status, tag: 'set-1', chain: null, release: null, findings: [] },
    { program: 'slipway', args: [...args] },
  ).map((one) => painted(one, 'plain'));

test('what was cancelled is begun anew by the same command with --restart', () => {
  const begunAnew = ['', 'to begin anew:', '  slipway chain release prepare --tag set-1 --restart'];

  expect(next('cancelled', ['chain', 'release', 'prepare', '--tag', 'set-1'])).toEqual(begunAnew);
  expect(next('cancelled', ['chain', 'release', 'prepare', '--restart', '--tag', 'set-1'])).toEqual(begunAnew);
});

test('what is left continuing is gone on with by the same command, which does not begin anew', () => {
  expect(next('continuing', ['chain', 'release', '--restart'])).toEqual(['', 'to go on:', '  slipway chain release']);
});
