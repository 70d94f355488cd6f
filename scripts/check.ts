// `npm run check`: all that must hold besides the tests. Names after it choose checks: `npm run check lint format`.
import { join } from 'node:path';
import { type Check, checks, format, types } from './checks/list.ts';
import { runChecks } from './checks/run.ts';

const root = join(import.meta.dirname, '..');
const wanted = process.argv.slice(2);
const groups = [[types], [format, ...checks(root, 'made-elsewhere')]];
const all = groups.flat();
const unknown = wanted.filter((name) => !all.some((check) => check.name === name));
if (unknown.length > 0) {
  console.error(`no check is named ${unknown.join(', ')}; there are: ${all.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}

const isChosen = ({ name }: Check): boolean => wanted.length === 0 || wanted.includes(name);
const { passed, failed } = await runChecks(
  root,
  groups.map((group) => group.filter(isChosen)),
);
console.log(`${passed} passed, ${failed.length} failed`);
process.exitCode = failed.length > 0 ? 1 : 0;
