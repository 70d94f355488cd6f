import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readJsonFile, sourceTime } from './documents.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-documents-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('JSON is read, and what is wrong with it is told with its place', async () => {
  const path = join(folder, 'order.json');
  await expect(readJsonFile(path, 'input work-order')).rejects.toThrow(/^input work-order: there is no file/);
  writeFileSync(path, '{');
  await expect(readJsonFile(path, 'input work-order')).rejects.toThrow(/is no JSON/);
  writeFileSync(path, '\uFEFF{"id": 1}');

  expect(await readJsonFile(path, 'input work-order')).toEqual({ id: 1 });
});

test('the time is what is said, else that of the commit, else none', async () => {
  expect(await sourceTime(folder, { SOURCE_DATE_EPOCH: '17' })).toBe(17);
  await expect(sourceTime(folder, { SOURCE_DATE_EPOCH: 'now' })).rejects.toThrow('"now" is no time');
  const environment = { PATH: process.env['PATH'] ?? '' };
  expect(await sourceTime(folder, environment)).toBe(0);

  const who = ['-c', 'user.name=a', '-c', 'user.email=a@b.test'];
  const env = { ...process.env, GIT_COMMITTER_DATE: '1700000000 +0100' };
  execFileSync('git', ['init', '--quiet'], { cwd: folder });
  execFileSync('git', [...who, 'commit', '--quiet', '--allow-empty', '-m', 'x'], { cwd: folder, env });

  expect(await sourceTime(folder, environment)).toBe(1_700_000_000);
});
