import { differences } from './dist.ts';
import { faults } from './lockfile.ts';
import { machinePaths } from './machine-paths.ts';
import { runChecks } from './run.ts';
import { tally } from './tests.ts';

describe('a check', () => {
  test('is told in one line, with its output only where it failed', async () => {
    const lines: string[] = [];
    const checks = [
      { name: 'good', command: ['node', '-e', 'console.log("all is well")'] },
      { name: 'bad', command: ['node', '-e', 'console.error("one\\ntwo"); process.exit(3)'] },
    ] as const;

    const { passed, failed } = await runChecks(process.cwd(), [checks], (line) =>
      lines.push(line.replace(/\d+\.\d s/, '… s')),
    );

    expect({ passed, failed }).toEqual({ passed: 1, failed: ['bad'] });
    expect(lines.toSorted()).toEqual(['      one\n      two', 'FAIL  bad (… s)', 'ok    good (… s)']);
  });
});

describe('dist', () => {
  const built = new Map([
    ['cli/index.js', '100755 aa'],
    ['shared/index.js', '100644 bb'],
  ]);

  test('that git has as it is built shows no difference', () => {
    expect(differences(built, new Map(built))).toEqual([]);
  });

  test('differs by files that are new, gone, of other bytes and of another mode', () => {
    const committed = new Map([
      ['cli/index.js', '100644 aa'],
      ['old.js', '100644 cc'],
    ]);

    expect(differences(built, committed)).toEqual([
      'dist/cli/index.js differs',
      'dist/old.js is in git, but no longer built',
      'dist/shared/index.js is not in git',
    ]);
  });
});

describe('the lockfile', () => {
  const a = { version: '1.0.0', integrity: 'sha512-a' };

  test('in step with package.json, with digests and no registry, has no fault', () => {
    const elsewhere = { version: '1.0.0', optional: true };
    const packages = { '': { dependencies: { a: '1.0.0' } }, 'node_modules/a': a, 'node_modules/a-darwin': elsewhere };

    expect(faults({ packages }, () => ({ dependencies: { a: '1.0.0' } }))).toEqual([]);
  });

  test('names each entry that is not', () => {
    const resolved = 'https://registry.example/a.tgz';
    const packages = {
      '': {},
      'node_modules/a': { ...a, resolved },
      'packages/x/node_modules/b': { version: '1.0.0' },
    };

    expect(faults({ packages }, () => ({ devDependencies: { a: '1.0.0' } }))).toEqual([
      '.: its package.json has other dependencies; run npm install',
      `node_modules/a: names a registry (${resolved}); run npm install with our .npmrc`,
      'packages/x/node_modules/b: has no digest',
    ]);
  });
});

describe('a path of one machine', () => {
  const text = ['fine', 'see /home/ann/x', 'https://example.org/home/ann/x', 'in /srv/slipway/x'].join('\n');

  test('is found by its line', () => {
    expect(machinePaths('docs/a.md', text, ['/srv/slipway'])).toEqual([2, 4]);
  });

  test('is a made-up one where a test speaks of a home', () => {
    expect(machinePaths('packages/host/a.test.ts', text, ['/srv/slipway'])).toEqual([4]);
  });
});

test('a file of tests that cannot be run counts as one failure', () => {
  const testResults = [
    { name: '/r/a.test.ts', status: 'failed', assertionResults: [] },
    { name: '/r/b.test.ts', status: 'failed', assertionResults: [{ fullName: 'b is c', status: 'failed' }] },
    { name: '/r/c.test.ts', status: 'passed', assertionResults: [{ fullName: 'c is c', status: 'passed' }] },
  ] as const;

  expect(tally('/r', { numPassedTests: 1, testResults })).toEqual({
    passed: 1,
    failed: ['a.test.ts could not be run', 'b.test.ts: b is c'],
  });
});
