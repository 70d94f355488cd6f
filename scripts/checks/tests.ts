import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { environment, type Tally } from './run.ts';

/** What we read of the results that `jest --json` writes. */
interface JestResults {
  readonly numPassedTests: number;
  readonly testResults: readonly {
    /** Path of the file. */
    readonly name: string;
    readonly status: 'passed' | 'failed';
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

/** Runs all tests under jest, its own output shown as it comes. */
export function runTests(root: string): Tally {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-tests-'));
  const file = join(folder, 'results.json');
  try {
    // Tests wait for processes, clocks and the network's pace about as long as they compute.
    const args = ['--json', `--outputFile=${file}`, `--maxWorkers=${2 * availableParallelism()}`];
    // With --json jest would print the results; in a file they are enough.
    const { status } = spawnSync('jest', args, {
      cwd: root,
      env: environment(root),
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    if (!existsSync(file)) return { passed: 0, failed: ['jest did not come to its end'] };
    const told = tally(root, JSON.parse(readFileSync(file, 'utf8')));
    const isSilent = status !== 0 && told.failed.length === 0;
    return isSilent ? { ...told, failed: [`jest ended with ${status}`] } : told;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A file that could not be run at all counts as one failure. */
export function tally(root: string, { numPassedTests, testResults }: JestResults): Tally {
  const failed = testResults.flatMap(({ name, status, assertionResults }) => {
    const path = relative(root, name);
    const tests = assertionResults.filter((test) => test.status === 'failed');
    if (status === 'failed' && tests.length === 0) return [`${path} could not be run`];
    return tests.map(({ fullName }) => `${path}: ${fullName}`);
  });
  return { passed: numPassedTests, failed };
}
