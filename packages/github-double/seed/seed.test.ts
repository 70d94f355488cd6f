import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withDouble } from '../double.js';
import { asker } from '../testing/acme.js';
import { readSeed } from './seed.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'seed-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const seedOf = (yaml: string): string => {
  const file = join(folder, 'seed.yml');
  writeFileSync(file, yaml);
  return file;
};

test('a seed makes repositories from folders, with environments, scripted runs and tokens', () => {
  mkdirSync(join(folder, 'core/.github/workflows'), { recursive: true });
  writeFileSync(
    join(folder, 'core/.github/workflows/build.yml'),
    'on: workflow_dispatch\njobs: { build: { runs-on: x } }\n',
  );
  const file = seedOf(`
organisations: { acme: { owners: [ada] } }
repositories:
  acme/core:
    files: core
    tags: [v1]
    environments: { release: { reviewers: [ada] } }
    runs: { build.yml: { queuedFor: 1s, takes: 2s, conclusion: failure } }
tokens: [{ user: ada, repositories: [acme/core], permissions: { actions: write } }]
`);
  const { builder, tokens } = readSeed(file, null);

  return withDouble(builder, async (double) => {
    const ask = asker(double, tokens[0] ? double.token(tokens[0]) : null);
    await ask('POST', '/repos/acme/core/actions/workflows/build.yml/dispatches', { ref: 'v1' });
    await double.advance(5_000);
    const runs = await ask('GET', '/repos/acme/core/actions/runs');
    const environment = await ask('GET', '/repos/acme/core/environments/release');

    expect(runs.body.workflow_runs).toMatchObject([{ conclusion: 'failure', head_branch: 'v1' }]);
    expect(environment.body.protection_rules[0].reviewers[0].reviewer.login).toBe('ada');
  });
});

test('a repository comes from a git repository beside the seed, with its branches and tags', () => {
  const git = (...rest: string[]) => execFileSync('git', ['-C', join(folder, 'core'), ...rest], { encoding: 'utf8' });
  mkdirSync(join(folder, 'core'));
  git('init', '--quiet', '--initial-branch=main');
  git('-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', 'commit', '--quiet', '--allow-empty', '-m', 'one');
  for (const name of ['tag', 'branch']) git(name, `${name}-1`);
  const { builder } = readSeed(seedOf('repositories: { acme/core: { from: core } }'), null);

  return withDouble(builder, async (double) => {
    const ask = asker(double, null);
    const { body: branches } = await ask('GET', '/repos/acme/core/branches');
    const { body: tags } = await ask('GET', '/repos/acme/core/tags');

    expect(branches.map(({ name }: { name: string }) => name)).toEqual(['branch-1', 'main']);
    expect(tags).toMatchObject([{ name: 'tag-1', commit: { sha: git('rev-parse', 'HEAD').trim() } }]);
  });
});

test('where a seed names no tokens, the first owner of each organisation gets one', () => {
  const file = seedOf('organisations: { acme: { owners: [ada, grace] }, other: }\nrepositories: { acme/core: {} }');

  expect(readSeed(file, null).tokens).toEqual([{ kind: 'classic', user: 'ada' }]);
});

test('all that is wrong with a seed is told at once, each with its place', () => {
  const file = seedOf('repositories: { core: {}, acme/app: { file: app, runs: { build.yml: { takes: long } } } }');

  expect(() => readSeed(file, null)).toThrow(/\/repositories.*pattern[^]*\/repositories\/acme~1app .*: file[^]*takes/);
});

test('a workflow that act is to execute needs act', () => {
  const file = seedOf('repositories: { acme/core: { runs: { build.yml: act } } }');

  expect(() => readSeed(file, null)).toThrow(
    'acme/core wants build.yml executed by act: say where it is, with --act PATH',
  );
});
