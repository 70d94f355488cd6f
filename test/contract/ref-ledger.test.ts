import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { connect, givenToken, refLedger } from '@slipway/github';
import { type Double, startDouble, withDouble, world } from '@slipway/github-double';
import type { Ledger } from '@slipway/operations/ports';
import { ledgerContract } from './ledger.js';

const situation = () =>
  world()
    .organisation('acme', { owners: ['ada'] })
    .repository('acme/core');
const options = { limits: 'off' } as const;

let writes = 0;

const ledgerOn = (double: Double): Ledger =>
  refLedger({
    client: connect({
      apiUrl: double.urls.api,
      tokens: givenToken(double.token({ kind: 'classic', user: 'ada' })),
      clock: double.clock,
      pace: { betweenWrites: 0 },
    }),
    repository: { owner: 'acme', repo: 'core' },
    id: () => String((writes += 1)),
  });

ledgerContract('the ledger in git refs', async () => {
  const double = await startDouble(situation(), options);
  return { ledger: ledgerOn(double), second: ledgerOn(double), close: () => double.close() };
});

describe('the records are git', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'slipway-refs-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const git = async (...args: string[]): Promise<string> => {
    const env = { ...process.env, GIT_TERMINAL_PROMPT: '0' };
    return (await promisify(execFile)('git', args, { cwd: folder, env })).stdout.trim();
  };

  test('a clone has each write as a commit on the one before, and neither branch nor tag', () =>
    withDouble(
      situation(),
      async (double) => {
        const ledger = ledgerOn(double);
        const first = await ledger.write('runs/set-1.3/state', { schema: 1, builds: [] }, null);
        const before = first.status === 'written' ? first.revision : null;
        await ledger.write('runs/set-1.3/state', { schema: 1, builds: ['ü'] }, before);
        await ledger.write('runs/set-1.3', 'beside', null);

        await git('clone', '--quiet', '--mirror', `${double.urls.server}/acme/core`, '.');

        const ref = 'refs/slipway/runs/set-1.3/state@';
        expect((await git('for-each-ref', '--format=%(refname)')).split('\n')).toEqual([
          'refs/heads/main',
          ref,
          'refs/slipway/runs/set-1.3@',
        ]);
        expect(await git('log', '--format=%s', ref)).toBe('runs/set-1.3/state\nruns/set-1.3/state');
        expect(await git('rev-parse', `${ref}~1`)).toBe(before);
        expect((await git('log', '--max-count=1', '--format=%b', ref)).split('\n')[0]).toBe(
          '{"schema":1,"builds":["ü"]}',
        );
        expect(await git('fsck', '--strict')).toBe('');
      },
      options,
    ));

  test('what git pushes by hand, the ledger reads and builds upon', () =>
    withDouble(
      situation(),
      async (double) => {
        const ledger = ledgerOn(double);
        await ledger.write('state', 1, null);
        const token = double.token({ kind: 'classic', user: 'ada' });
        const remote = `${double.urls.server.replace('http://', `http://x-access-token:${token}@`)}/acme/core`;
        await git('clone', '--quiet', '--mirror', remote, '.');
        const blob = execFile('git', ['hash-object', '-w', '--stdin'], { cwd: folder });
        blob.stdin?.end('2\n');
        const [sha] = (await blob.stdout?.toArray()) ?? [];
        const tree = execFile('git', ['mktree'], { cwd: folder });
        tree.stdin?.end(`100644 blob ${String(sha).trim()}\tvalue.json\n`);
        const [root] = (await tree.stdout?.toArray()) ?? [];
        const person = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org'];
        const commit = await git(
          ...person,
          'commit-tree',
          '-p',
          'refs/slipway/state@',
          '-m',
          'by hand',
          String(root).trim(),
        );
        await git('push', '--quiet', remote, `${commit}:refs/slipway/state@`);

        expect(await ledger.read('state')).toEqual({ value: 2, revision: commit });
        expect(await ledger.write('state', 3, commit)).toMatchObject({ status: 'written' });
        expect((await ledger.history('state')).map(({ value }) => value)).toEqual([3, 2, 1]);
      },
      options,
    ));
});
