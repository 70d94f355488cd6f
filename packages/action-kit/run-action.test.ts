import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const hooks = join(import.meta.dirname, '../../test/fixtures/typescript.mjs');
const action = join(import.meta.dirname, 'testing/an-action.ts');

let temp: string;
beforeEach(() => {
  temp = mkdtempSync(join(tmpdir(), 'action-kit-'));
});
afterEach(() => rmSync(temp, { recursive: true }));

/** Runs the action in a process of its own, with the files that a runner gives it. */
function step(inputs: Readonly<Record<string, string>>, environment: Readonly<Record<string, string>> = {}) {
  const [output, summary, variables] = [join(temp, 'output'), join(temp, 'summary.md'), join(temp, 'env')];
  for (const file of [output, summary, variables]) writeFileSync(file, '');
  const { status, stdout } = spawnSync(process.execPath, ['--conditions=source', `--import=${hooks}`, action], {
    encoding: 'utf8',
    env: {
      PATH: process.env['PATH'],
      RUNNER_TEMP: temp,
      GITHUB_REPOSITORY: 'acme/core',
      GITHUB_RUN_ATTEMPT: '2',
      GITHUB_OUTPUT: output,
      GITHUB_ENV: variables,
      GITHUB_STEP_SUMMARY: summary,
      ...Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
      ...environment,
    },
  });
  return { status, log: stdout, outputs: readFileSync(output, 'utf8'), summary, variables };
}

test('outputs, report and summary are in the files of the runner', () => {
  const { status, outputs, summary } = step({});

  expect(status).toBe(0);
  expect(outputs).toMatch(/^status<<(\S+)\nbuilt\n\1$/m);
  expect(outputs).toMatch(/^place<<(\S+)\n\{"repository":"acme\/core","attempt":2\}\n\1$/m);
  expect(outputs).toMatch(/^notes<<(\S+)\ntwo\nlines\n\1$/m);
  const [, , report = ''] = /^report<<(\S+)\n(.*)\n\1$/m.exec(outputs) ?? [];
  expect(JSON.parse(readFileSync(report, 'utf8'))).toEqual({ schema: 1, outcome: 'built', findings: [] });
  expect(readFileSync(summary, 'utf8')).toBe('a line of the summary\n');
});

test('later steps of the job see the variables, each as it is', () => {
  const { variables } = step({});

  expect(readFileSync(variables, 'utf8')).toMatch(/^SLIPWAY_PLACE<<(\S+)\nhere\nand there\n\1\n$/);
});

test('a secret is masked before anything else is said', () => {
  const { log } = step({ token: 'ghs_4f1c9a7e' });

  expect(log.indexOf('::add-mask::ghs_4f1c9a7e')).toBe(0);
});

test('commands are stopped inside a group, and obeyed again after it', () => {
  const { log } = step({});

  expect(log).toMatch(
    /^::group::a build\n::stop-commands::(?<token>[0-9a-f-]{36})\n::error::spoof\ndone\n::\k<token>::\n::endgroup::$/m,
  );
});

test('of many findings ten become annotations, the others lines of the log', () => {
  const { log } = step({ warnings: '12' });

  expect(log.match(/^::warning::/gm)).toHaveLength(10);
  expect(log).toContain('::warning::3 more: see the log of this step\ncomponent 9: is odd; look at it\n');
});

test('a summary that is too large arrives cut, not dropped', () => {
  const { summary } = step({ 'summary-lines': '100000' });

  expect(statSync(summary).size).toBeLessThanOrEqual(1 << 20);
  expect(readFileSync(summary, 'utf8')).toContain('> The rest does not fit into a summary');
});

test('a mistake of ours ends the step red, in one sentence; the stack is for debug logging', () => {
  const { status, log, outputs } = step({ breaks: 'true' });

  expect(status).toBe(1);
  expect(log.match(/^::error::.*$/gm)).toEqual([expect.stringContaining('internal error (x is not a function)')]);
  expect(log).toMatch(/^::debug::TypeError: x is not a function%0A {4}at /m);
  expect(outputs).toMatch(/^status<<(\S+)\nrefused\n\1$/m);
});

test('addresses that are none are bad input, told together before anything is done', () => {
  const { status, log, outputs } = step({}, { GITHUB_SERVER_URL: 'ftp://github.com', GITHUB_API_URL: 'not a url' });

  expect(status).toBe(1);
  expect(outputs).toMatch(/^status<<(\S+)\nrefused\n\1$/m);
  expect(log.match(/^::error::.*$/gm)).toEqual([
    expect.stringMatching(/^::error::GITHUB_SERVER_URL: "ftp:\/\/github\.com" is no address of a GitHub; set it to /),
    expect.stringMatching(
      /^::error::GITHUB_API_URL: "not a url" is no address of a GitHub; set it to .*https:\/\/api\.github\.com/,
    ),
  ]);
});
