import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
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

/** The action's process, until its first request arrives at the GitHub that it is given. */
async function firstRequest(): Promise<number> {
  const cwd = join(root, 'node_modules/.cache/slipway/first-request');
  mkdirSync(cwd, { recursive: true });
  writeFileSync(join(cwd, 'versions.toml'), manifest);
  const server = createServer().listen(0, '127.0.0.1');
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
  const starts = async () => {
    const child = spawn(process.execPath, [join(root, 'dist/orchestrate-chain/index.js')], {
      cwd,
      env,
      stdio: 'ignore',
    });
    const ended = once(child, 'close');
    const arrived = once(server, 'request').then(() => 'arrived');
    if ((await Promise.race([arrived, ended.then(() => 'ended')])) !== 'arrived')
      throw new Error('it asked for nothing');
    child.kill('SIGKILL');
  };
  const bareNode = () => void execFileSync(process.execPath, ['-e', '0']);
  return ratio(starts, bareNode, 21).finally(() => {
    server.closeAllConnections();
    server.close();
  });
}

export const figures: readonly Figure[] = [
  {
    what: 'the action with builder: github, from its start to its first request',
    against: 'bare `node -e 0`',
    unit: '×',
    wanted: 4,
    measure: firstRequest,
  },
];
