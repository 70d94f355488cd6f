import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Figure, ratio } from './figure.ts';

const root = join(import.meta.dirname, '..');

const manifest = `[release_set]
id = "set-1"

[versions]
core = { version = "1.0.0", git_tag = "v1.0.0", git_commit = "" }

[slipway]
owner = "acme"
workflow = "build.yml"
`;

/** A GitHub that has nothing: the action asks, is told so, and ends. */
const emptyGithub = () =>
  createServer((_, answer) => {
    answer.writeHead(404, { 'content-type': 'application/json' }).end('{"message":"Not Found"}');
  });

/** The action's process, until its first request arrives. `caches`: whether Node finds compiled code of ours. */
async function firstRequest(caches: 'empty' | 'filled'): Promise<number> {
  const parent = join(root, 'node_modules/.cache/slipway');
  mkdirSync(parent, { recursive: true });
  const cwd = mkdtempSync(join(parent, 'first-request-'));
  writeFileSync(join(cwd, 'versions.toml'), manifest);
  const server = emptyGithub().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const env = {
    PATH: process.env['PATH'],
    RUNNER_TEMP: cwd,
    GITHUB_WORKSPACE: cwd,
    GITHUB_REPOSITORY: 'acme/releases',
    GITHUB_RUN_ID: '1',
    GITHUB_API_URL: url,
    GITHUB_SERVER_URL: url,
    INPUT_COMMAND: 'preflight',
    INPUT_TOKEN: 'none',
  };
  const start = (cache: string) => {
    const child = spawn(process.execPath, [join(root, 'dist/orchestrate-chain/index.js')], {
      cwd,
      env: { ...env, NODE_COMPILE_CACHE: cache },
      stdio: 'ignore',
    });
    return { child, ended: once(child, 'close').then(() => 'ended') };
  };
  // Code is kept when a process ends by itself: those that are killed here leave their folders empty.
  const filled = mkdtempSync(join(cwd, 'cache-'));
  if (caches === 'filled') await start(filled).ended;
  const starts = async () => {
    const { child, ended } = start(caches === 'filled' ? filled : mkdtempSync(join(cwd, 'cache-')));
    const arrived = once(server, 'request').then(() => 'arrived');
    if ((await Promise.race([arrived, ended])) !== 'arrived') throw new Error('it asked for nothing');
    child.kill('SIGKILL');
  };
  const bareNode = () => void execFileSync(process.execPath, ['-e', '0']);
  return ratio(starts, bareNode, 21).finally(() => {
    server.closeAllConnections();
    server.close();
    rmSync(cwd, { recursive: true });
  });
}

const figure = (caches: 'empty' | 'filled'): Figure => ({
  what: `the action with builder: github, from its start to its first request, its compile cache ${caches}`,
  against: 'bare `node -e 0`',
  unit: '×',
  wanted: 4,
  measure: () => firstRequest(caches),
});

export const figures: readonly Figure[] = [figure('empty'), figure('filled')];
