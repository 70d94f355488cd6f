// What `npm test` does once everything is installed: build, checks, tests. The last line is `N passed, N failed`.
import { join } from 'node:path';
import { checks, format, types } from './checks/list.ts';
import { runChecks } from './checks/run.ts';
import { runTests } from './checks/tests.ts';

const root = join(import.meta.dirname, '..');

const bundles = { name: 'bundles', command: ['node', 'scripts/bundle.ts'] } as const;
// Jest runs the architecture's tests along with all others.
const others = checks(root, 'made-in-dist').filter(({ name }) => name !== 'architecture');
const checked = await runChecks(root, [[types], [format, bundles], others]);
const tested = runTests(root);

const failed = [...checked.failed, ...tested.failed];
const passed = checked.passed + tested.passed;
if (failed.length > 0) console.log(`\nfailed:\n${failed.map((name) => `  ${name}`).join('\n')}`);
console.log(`${passed} passed, ${failed.length} failed`);
process.exitCode = failed.length > 0 ? 1 : 0;
