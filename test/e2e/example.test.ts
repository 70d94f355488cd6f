import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { git } from './a-set.js';
import { aCopy, aFolder, nodes, runProgram, type Started, startProgram } from './slipway.js';

const example = 'examples/bitcoin-commons';
const release = `${example}/release/set-2025-01A`;

const start = (folder: string, node: string, ...args: readonly string[]): Started =>
  startProgram(node, [`${example}/start.mjs`, ...args], { folder });

const checksumsIn = (folder: string) => readFileSync(join(folder, release, 'assets/SHA256SUMS'), 'utf8');

/** The example, released once by `npm start`. */
let copy: string;
let first: Awaited<Started['ending']>;
beforeAll(async () => {
  copy = aCopy();
  first = await runProgram('npm', ['start', '--silent'], { folder: copy });
});

test('npm start ends with a table, the release folder and the next commands', () => {
  expect(first).toMatchObject({ code: 0 });
  expect(first.out).toMatch(/^governance-app +0\.1\.0 +[0-9a-f]{12} +succeeded +1 /m);
  expect(first.out).toContain(`released set-2025-01A\n  ${release}\n`);
  expect(first.out).toMatch(new RegExp(`cd ${release}/assets && (sha256sum|shasum -a 256) -c SHA256SUMS`));
  expect(first.out).toContain(`node dist/cli/index.js chain status --manifest ${example}/versions.toml`);
  expect(first.err).toMatch(/^notice: .*versions\.develop has no version.*\n$/);
});

test('the commands that it tells to type work as they stand', async () => {
  const commands = first.out.split('next:\n')[1] ?? '';

  const typed = await runProgram('sh', ['-ec', `(${commands.trim().replace('\n', ')\n(')})`], { folder: copy });

  expect(typed).toMatchObject({ code: 0, err: '' });
  expect(typed.out).toContain('blvm-0.1.0.tar.gz: OK');
  expect(typed.out).toContain('set-2025-01A.1: released');
});

test('a second run says already released and builds nothing', async () => {
  const before = checksumsIn(copy);

  const second = await start(copy, nodes[24]).ending;

  expect(second.code).toBe(0);
  expect(second.out.split('\n')).toContain('already released');
  expect(readdirSync(join(copy, example, '.slipway/logs'))).toEqual(['set-2025-01A.1']);
  expect(checksumsIn(copy)).toBe(before);
});

test('another folder, another Node and another configuration of git give the same commits and the same checksums', async () => {
  const other = aCopy();
  const home = aHostileHome();

  const ended = await startProgram(nodes[20], [`${example}/start.mjs`, '--max-parallel', '6'], {
    folder: other,
    environment: { HOME: home, XDG_CONFIG_HOME: home, GIT_AUTHOR_DATE: '1 +0100', TZ: 'Asia/Tokyo', LC_ALL: 'tr_TR' },
  }).ending;

  expect(ended).toMatchObject({ code: 0 });
  for (const name of readdirSync(join(copy, example, '.repositories')))
    expect(commitOf(other, name)).toBe(commitOf(copy, name));
  expect(checksumsIn(other)).toBe(checksumsIn(copy));
});

test('the manifest pins the commit that is really made', () => {
  const manifest = readFileSync(join(copy, example, 'versions.toml'), 'utf8');

  expect(/git_commit = "([0-9a-f]{40})"/.exec(manifest)?.[1]).toBe(commitOf(copy, 'blvm-consensus'));
});

test('the archives hold programs that run, linked against what their upstreams made', async () => {
  const folder = aFolder();
  for (const name of ['blvm', 'blvm-sdk', 'governance-app']) {
    const archive = join(copy, release, `assets/${name}-0.1.0.tar.gz`);
    await runProgram('tar', ['-xzf', archive], { folder });
  }
  writeFileSync(join(folder, 'proposal'), 'more tests');
  const run = (script: string) => runProgram('sh', ['-ec', script], { folder });

  const about = await run('out/blvm --version; out/blvm genesis; out/blvm subsidy 210000');
  const signed = await run(
    'out/blvm-keygen key; out/blvm-sign key proposal > signature; out/blvm-verify key.pub proposal "$(cat signature)"',
  );
  const accepted = await run('out/governance-app proposal 1 key.pub signature; out/key-manager key.pub');
  const forged = await run('echo changed > proposal; out/governance-app proposal 1 key.pub signature');

  expect(about.out).toBe(
    [
      'blvm 0.1.0 (2025-01-15T12:00:00.000Z)',
      '  blvm-consensus 0.1.0',
      '  blvm-protocol 0.1.0',
      '  blvm-node 0.1.0',
      '000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f is mined',
      '2500000000',
      '',
    ].join('\n'),
  );
  expect(signed).toEqual({ code: 0, out: 'valid\n', err: '' });
  expect(accepted).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^1 of 1 signatures: accepted\n[0-9a-f]{64} /),
  });
  expect(forged).toMatchObject({ code: 1, out: '0 of 1 signatures: not accepted\n' });
});

test('a missing upstream breaks the build, and the message says which', async () => {
  const broken = aCopy();
  const path = join(broken, example, 'versions.toml');
  const manifest = readFileSync(path, 'utf8');
  writeFileSync(
    path,
    manifest.replace(
      'requires = ["blvm-protocol=0.1.0", "blvm-consensus=0.1.0"]',
      'requires = ["blvm-consensus=0.1.0"]',
    ),
  );

  const ended = await start(broken, nodes[24]).ending;

  expect(ended.code).toBe(1);
  expect(ended.out).toContain('error: blvm-node requires blvm-protocol, which is not among the upstreams');
  expect(ended.out).toMatch(/^blvm +0\.1\.0 +[0-9a-f]{12} +skipped/m);
});

const commitOf = (folder: string, name: string) =>
  git(join(folder, example, '.repositories', name), 'rev-parse', 'v0.1.0');

/** Settings that change commits, files or what a commit needs. */
function aHostileHome(): string {
  const home = aFolder();
  mkdirSync(join(home, 'template/hooks'), { recursive: true });
  writeFileSync(join(home, 'template/hooks/post-checkout'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
  writeFileSync(
    join(home, '.gitconfig'),
    [
      '[commit]\n  gpgSign = true',
      '[tag]\n  gpgSign = true',
      '[core]\n  autocrlf = true\n  fileMode = false\n  attributesFile = /nowhere',
      `[init]\n  defaultBranch = trunk\n  templateDir = ${join(home, 'template')}`,
      '[i18n]\n  commitEncoding = latin1',
      '',
    ].join('\n'),
  );
  return home;
}
