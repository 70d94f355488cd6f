import { acme } from '../contract/a-github-chain.js';
import { annotations, onGithub, pair } from './a-github.js';

/** Loaded before a program of ours: there is no space for what it writes piece by piece. */
const full = `--import=data:text/javascript,${encodeURIComponent(`
  import fs from 'node:fs';
  import { syncBuiltinESMExports } from 'node:module';
  fs.writeSync = () => {
    throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  };
  syncBuiltinESMExports();
`)}`;

test('a full disk is told as that, and the next start fetches what was built, instead of building it again', () =>
  onGithub(acme(), async ({ double, step, write, done }) => {
    write(pair.replace(/^app = .*\n/m, ''));

    const broken = await step({}, { NODE_OPTIONS: full });
    const effects = done();
    const next = await step();

    expect(broken).toMatchObject({ code: 1, outputs: { status: 'failed', 'chain-run': 'set-1.1' } });
    expect(JSON.parse(broken.outputs['builds'] ?? '')).toMatchObject([
      { component: 'core', version: '1.0.0', repository: 'acme/core' },
    ]);
    expect(broken.summary).toContain('gh run rerun 7 --repo acme/releases --failed');
    expect(annotations(broken)).toEqual([
      expect.stringMatching(/no space is left on the disk; free some space and run the same command again$/),
    ]);
    expect(effects.filter((kind) => /release|asset/.test(kind))).toEqual([]);
    expect(next).toMatchObject({ code: 0, outputs: { status: 'prepared', 'chain-run': 'set-1.1' } });
    expect(double.runs.of('acme/core')).toHaveLength(1);
  }));

test('a terminal is told the same, and what to type when there is space again', () =>
  onGithub(acme(), async ({ releaseWith, write }) => {
    write(pair.replace(/^app = .*\n/m, ''));

    const broken = await releaseWith({ NODE_OPTIONS: full }, 'prepare', '--unattended', '--restart');

    expect(broken.code).toBe(1);
    expect(broken.err).toMatch(/^error: .*no space is left on the disk; free some space/m);
    expect(broken.out).toMatch(/^core +1\.0\.0 +queued/m);
    expect(broken.out).toMatch(
      /\nfailed: set-1\n\nwhen that is mended, to go on:\n {2}.*chain release prepare --unattended\n$/,
    );
  }));
