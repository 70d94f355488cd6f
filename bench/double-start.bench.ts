import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDouble, world } from '@slipway/github-double';
import Fastify from 'fastify';
import { type Figure, ratio } from './figure.ts';

const root = join(import.meta.dirname, '..');
const requests = 10_000;

/** Until it has told its address. `folder`: for what it leaves behind, as it is killed. */
async function startsAlone(folder: string): Promise<void> {
  const args = ['packages/github-double/lib/main.js', '--seed', 'examples/double/seed.yml', '--port', '0'];
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, TMPDIR: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'close');
}

async function startedOften(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'double-start-'));
  try {
    return await ratio(
      () => startsAlone(folder),
      () => execFileSync(process.execPath, ['-e', '0']),
      9,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function asks(agent: Agent, url: string, authorization: string): Promise<void> {
  for (let left = requests; left > 0; left -= 1) {
    const [response] = await once(request(url, { agent, headers: { authorization } }).end(), 'response');
    for await (const _ of response);
    if (response.statusCode !== 200) throw new Error(`${url} answered ${response.statusCode}`);
  }
}

async function askedOften(): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const bare = Fastify();
  bare.get('/', () => ({}));
  const double = await startDouble(
    world()
      .organisation('acme', { owners: ['ada'] })
      .repository('acme/core'),
    {
      limits: 'off',
    },
  );
  try {
    const bareUrl = await bare.listen({ host: '127.0.0.1', port: 0 });
    const authorization = `Bearer ${double.token({ kind: 'classic', user: 'ada' })}`;
    const branch = `${double.urls.api}/repos/acme/core/git/ref/heads/main`;
    return await ratio(
      () => asks(agent, branch, authorization),
      () => asks(agent, bareUrl, authorization),
      3,
    );
  } finally {
    agent.destroy();
    await Promise.all([bare.close(), double.stop()]);
  }
}

export const figures: readonly Figure[] = [
  {
    what: 'the double started alone, until it tells its address',
    against: 'bare `node -e 0`',
    unit: '×',
    wanted: 12,
    measure: startedOften,
  },
  {
    what: `${requests} GETs of a branch over one connection, validation on`,
    against: 'a bare Fastify answering `{}`',
    unit: '×',
    wanted: 3,
    measure: askedOften,
  },
];
