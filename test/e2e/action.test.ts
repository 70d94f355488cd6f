import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { type StepEnd, startStep } from './action-step.js';

let workspace: string;
beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'workspace-'));
});
afterEach(() => rmSync(workspace, { recursive: true, force: true }));

/** A set of components; each is built by a script of its own, in a git repository. Later ones require those before them. */
function aSet(scripts: Readonly<Record<string, string>>): void {
  const names = Object.keys(scripts);
  const versions = names.map((name, at) => {
    const requires = names.slice(0, at).map((one) => `"${one}"`);
    return `${name} = { version = "1.0.0", requires = [${requires.join(', ')}] }`;
  });
  const components = names.map((name) => `${name} = { path = "${name}" }`);
  const settings = '[slipway]\nbuild = ["node", "build.mjs"]\nartifacts = ["made"]\n[slipway.components]';
  const set = '[release_set]\nid = "set-1"\n[versions]';
  writeFileSync(join(workspace, 'versions.toml'), [set, ...versions, settings, ...components, ''].join('\n'));
  for (const [name, script] of Object.entries(scripts)) aRepository(join(workspace, name), script);
}

function aRepository(folder: string, script: string): void {
  mkdirSync(folder);
  writeFileSync(join(folder, 'build.mjs'), `import { writeFileSync } from 'node:fs';\n${script}\n`);
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@localhost', ...args], { cwd: folder });
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--quiet', '--message=one');
  git('tag', 'v1.0.0');
}

type Texts = Readonly<Record<string, string>>;

/** The builder on this runner. */
const startHere = (inputs: Texts) => startStep(workspace, { builder: 'local', command: 'build', ...inputs });
const runHere = (inputs: Texts): Promise<StepEnd> => startHere(inputs).end;

const good = `writeFileSync('made', 'made');`;

test('all inputs that are wrong are told at once, and nothing is begun', async () => {
  aSet({ core: good });

  const end = await runHere({ 'dry-run': 'yes', 'max-parallel': 'all', command: 'biuld' });

  expect(end.code).toBe(1);
  expect(end.log.match(/^::error::.*$/gm)).toEqual([
    '::error::input command: "biuld" is not known; did you mean build?',
    '::error::input max-parallel: "all" is no such number; write a whole number from 1 to 1000',
    '::error::input dry-run: "yes" is neither true nor false; write true or false',
  ]);
  expect(end.outputs['status']).toBe('refused');
  expect(JSON.parse(readFileSync(end.outputs['report'] ?? '', 'utf8'))).toMatchObject({
    schema: 1,
    outcome: 'refused',
    findings: [{}, {}, {}],
  });
  expect(existsSync(join(workspace, '.slipway'))).toBe(false);
});

test('what only GitHub can do is refused on this runner', async () => {
  aSet({ core: good });

  const end = await runHere({ command: 'prepare' });

  expect(end.code).toBe(1);
  expect(end.log).toContain(
    '::error::input command: the builder local has no command prepare; write build, plan or status, or leave builder out',
  );
});

test('a manifest that is wrong is annotated at its line', async () => {
  writeFileSync(
    join(workspace, 'versions.toml'),
    '[release_set]\nid = "set-1"\n[versions]\ncore = { version = "one" }\n',
  );

  const end = await runHere({ command: 'plan' });

  expect(end.code).toBe(1);
  expect(end.log).toMatch(/^::error file=versions\.toml,line=4::versions\.toml:4: versions\.core\.version is "one"/m);
});

test('a failed build is annotated, and its last lines stand in the summary', async () => {
  aSet({ core: `console.log('no compiler'); process.exit(3);`, app: good });

  const end = await runHere({});

  expect(end.code).toBe(1);
  expect(end.outputs['status']).toBe('failed');
  expect(end.log).toMatch(/^::error::core: exit code 3; look at its part of the log/m);
  expect(end.log).toMatch(/^::group::core 1\.0\.0: failed after .*, exit code 3\n::stop-commands::.*\nno compiler\n/m);
  expect(end.summary).toContain('<summary>core failed: exit code 3</summary>\n\n    no compiler');
  expect(end.summary).toContain('gh run rerun 7 --repo acme/releases --failed');
});

test('what a build prints is never a command to the runner', async () => {
  aSet({ core: `console.log('::add-path::/evil\\n::error::spoof\\n##[set-output name=status]x'); ${good}` });

  const { log } = await runHere({});

  const [, token = ''] = /^::stop-commands::(.*)$/m.exec(log) ?? [];
  const between = log.slice(log.indexOf(token) + token.length, log.indexOf(`::${token}::`));
  expect(token).toMatch(/^[0-9a-f-]{36}$/);
  expect(between).toContain('::add-path::/evil');
  expect(log.replace(between, '')).not.toMatch(/evil|spoof|##\[/);
});

test('a conflict with an older release folder is told in inputs, not in options of the command line', async () => {
  aSet({ core: good });
  await runHere({});
  writeFileSync(join(workspace, 'release/set-1/assets/SHA256SUMS'), 'other');

  const { log, code } = await runHere({});

  expect(code).toBe(1);
  expect(log).toMatch(/^::error::.*a release folder with other checksums is there already; give another input out/m);
  expect(log).not.toContain('--replace');
});

test('without a service for artifacts the release is there, and the missing upload turns the step red', async () => {
  aSet({ core: good });

  const end = await runHere({ upload: 'true' });

  expect(end.code).toBe(1);
  expect(end.outputs['status']).toBe('released');
  expect(end.log).toMatch(/^::error::artifact release-set-1: could not be uploaded/m);
  expect(end.summary).toContain('gh run rerun 7 --repo acme/releases --failed');
  expect(end.summary).not.toContain('gh run download');
});

test('builds that are deaf to SIGTERM are dead when the step of a cancelled job ends', async () => {
  const pid = join(workspace, 'pid');
  aSet({
    core: `process.on('SIGTERM', () => console.log('deaf')); setInterval(() => {}, 1_000); writeFileSync('${pid}', String(process.pid));`,
  });

  const step = startHere({});
  const isThere = () => existsSync(pid) && readFileSync(pid, 'utf8') !== '';
  while (!isThere() && step.process.exitCode === null) await after(20);
  step.process.kill('SIGINT');
  const end = await step.end;
  const wasAlive = isAlive(Number(readFileSync(pid, 'utf8')));

  expect(end).toMatchObject({ code: 130, outputs: { status: 'interrupted' } });
  expect(end.log).toContain('deaf\n');
  expect(wasAlive).toBe(false);
});

test('a cancelled job ends its builds, saves its state, and the next one goes on', async () => {
  const pid = join(workspace, 'pid');
  aSet({
    core: good,
    app: `import { existsSync } from 'node:fs';
      if (!existsSync('${pid}')) setTimeout(() => {}, 600_000);
      writeFileSync('${pid}', String(process.pid)); ${good}`,
  });

  const step = startHere({});
  const isThere = () => existsSync(pid) && readFileSync(pid, 'utf8') !== '';
  while (!isThere() && step.process.exitCode === null) await after(20);
  step.process.kill('SIGINT');
  const end = await step.end;
  const stopped = Number(readFileSync(pid, 'utf8'));
  const status = await runHere({ command: 'status' });
  const next = await runHere({});

  expect(end).toMatchObject({ code: 130, outputs: { status: 'interrupted' } });
  expect(isAlive(stopped)).toBe(false);
  expect(status.outputs['status']).toBe('interrupted');
  expect(JSON.parse(status.outputs['plan'] ?? '')).toMatchObject({ set: 'set-1', order: ['core', 'app'] });
  expect(status.summary).toMatch(/^```mermaid\nflowchart LR\n(?:.*\n)* {2}class c1 succeeded\n/m);
  expect(JSON.parse(status.outputs['builds'] ?? '')).toMatchObject([
    { component: 'app', status: 'waiting' },
    { component: 'core', status: 'succeeded' },
  ]);
  expect(next.outputs['status']).toBe('released');
  expect(JSON.parse(next.outputs['builds'] ?? '')).toMatchObject([{ attempts: 2 }, { attempts: 1 }]);
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
