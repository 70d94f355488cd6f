import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { remoteRepositories } from './remotes.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-remotes-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const environment = { PATH: process.env['PATH'] ?? '' };

function found(...addresses: readonly string[]): Promise<readonly string[]> {
  execFileSync('git', ['init', '--quiet'], { cwd: folder });
  addresses.forEach((address, at) => execFileSync('git', ['remote', 'add', `r${at}`, address], { cwd: folder }));
  return remoteRepositories(folder, { serverUrl: 'https://github.com', environment });
}

test.each([
  ['https://github.com/acme/core.git', 'acme/core'],
  ['https://user@github.com/acme/core', 'acme/core'],
  ['git@github.com:acme/core.git', 'acme/core'],
  ['ssh://git@github.com:22/acme/core.js/', 'acme/core.js'],
])('%s is %s', async (address, name) => {
  expect(await found(address)).toEqual([name]);
});

test.each(['https://example.org/acme/core', '/srv/acme/core', '../core', 'git@github.com.example.org:acme/core'])(
  '%s is on another server, or on none',
  async (address) => {
    expect(await found(address)).toEqual([]);
  },
);

test('a repository that two remotes name is one, a fork is another', async () => {
  expect(await found('git@github.com:Acme/Core', 'https://github.com/acme/core', 'git@github.com:ada/core')).toEqual([
    'acme/core',
    'ada/core',
  ]);
});

test('where git knows nothing, there are none', async () => {
  expect(await remoteRepositories(folder, { serverUrl: 'https://github.com', environment })).toEqual([]);
});
