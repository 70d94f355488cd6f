import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { aFolder } from './slipway.js';

/** A component whose build is a line of shell; it has to leave a file in `out`. */
export interface Part {
  readonly requires?: readonly string[];
  readonly build?: string;
}

/** Says who it is, and leaves what it was made of. */
export const builds =
  'echo building $SLIPWAY_COMPONENT; echo $SLIPWAY_COMPONENT > out/file; ls $SLIPWAY_UPSTREAM_DIR >> out/file';

/** A release set in a folder of its own: a manifest, and a repository that all components are built from. */
export function aSet(parts: Readonly<Record<string, Part>>, more = ''): string {
  const folder = aFolder();
  const source = join(folder, 'source');
  mkdirSync(source);
  writeFileSync(join(source, 'text'), 'committed\n');
  git(source, 'init', '--quiet', '--initial-branch=main');
  git(source, 'add', 'text');
  git(source, 'commit', '--quiet', '--message=First');
  git(source, 'tag', 'v1.0.0');
  writeFileSync(join(folder, 'versions.toml'), manifestOf(parts, more));
  return folder;
}

export const manifestOf = (parts: Readonly<Record<string, Part>>, more = ''): string =>
  [
    '[release_set]',
    'id = "set-1"',
    '[versions]',
    ...Object.entries(parts).map(
      ([name, { requires = [] }]) => `${name} = { version = "1.0.0", requires = ${JSON.stringify(requires)} }`,
    ),
    '[slipway]',
    'artifacts = ["out/*"]',
    more,
    '[slipway.components]',
    ...Object.entries(parts).map(
      ([name, { build = builds }]) =>
        `${name} = { path = "source", build = ["sh", "-c", ${JSON.stringify(`mkdir -p out && ${build}`)}] }`,
    ),
    '',
  ].join('\n');

/** core ← app, and tool. */
export const aSmallSet = (more = ''): string => aSet({ core: {}, app: { requires: ['core'] }, tool: {} }, more);

export const assets = (folder: string): string => join(folder, 'release/set-1/assets');

export const checksums = (folder: string): string => readFileSync(join(assets(folder), 'SHA256SUMS'), 'utf8');

/** Names of the logs of a run: one for each attempt to build. */
export function logsOf(folder: string, run: string): readonly string[] {
  const logs = join(folder, '.slipway/logs', run);
  return existsSync(logs) ? readdirSync(logs).toSorted() : [];
}

export function git(folder: string, ...args: readonly string[]): string {
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: 'A',
    GIT_AUTHOR_EMAIL: 'a@example.invalid',
    GIT_AUTHOR_DATE: '1736942400 +0000',
    GIT_COMMITTER_NAME: 'A',
    GIT_COMMITTER_EMAIL: 'a@example.invalid',
    GIT_COMMITTER_DATE: '1736942400 +0000',
  };
  return execFileSync('git', args, { cwd: folder, env, encoding: 'utf8' }).trim();
}
