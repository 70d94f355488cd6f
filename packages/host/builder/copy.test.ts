import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aRepository } from '../sources/a-repository.js';
import { aBuilder, commitOf, outOf, sh } from './a-builder.js';
import { aControl, anOrder } from './an-order.js';
import { copyFolder } from './copy.js';

let dir = '';
beforeEach(() => {
  dir = realpathSync(mkdtempSync(join(tmpdir(), 'slipway-copy-')));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('a folder in no repository is built in a copy of it, and stays as it is', async () => {
  mkdirSync(join(dir, 'src'));
  writeFileSync(join(dir, 'src/tool'), '#!/bin/sh\necho made\n', { mode: 0o755 });
  symlinkSync('src/tool', join(dir, 'run'));

  // The folder holds our own state, and in that the copy.
  const order = anOrder({ kind: 'copy', folder: dir, commit: null, time: 0 }, sh('{ ls -A; ./run; } > out; rm -r src'));
  const outcome = await aBuilder(dir).build(order, aControl());

  expect(outOf(dir, outcome)).toBe('out\nrun\nsrc\nmade\n');
  expect(existsSync(join(dir, 'src/tool'))).toBe(true);
  expect(existsSync(join(dir, 'out'))).toBe(false);
});

test('a copy leaves out our state wherever it is, keeps links and modes, and stops when told', async () => {
  mkdirSync(join(dir, 'from/part/.slipway'), { recursive: true });
  writeFileSync(join(dir, 'from/part/tool'), '', { mode: 0o755 });
  symlinkSync('/nowhere', join(dir, 'from/part/link'));

  await copyFolder(join(dir, 'from'), join(dir, 'to'), new AbortController().signal);

  expect(existsSync(join(dir, 'to/part/.slipway'))).toBe(false);
  expect(lstatSync(join(dir, 'to/part/tool')).mode & 0o777).toBe(0o755);
  expect(lstatSync(join(dir, 'to/part/link')).isSymbolicLink()).toBe(true);
  await expect(copyFolder(join(dir, 'from'), join(dir, 'other'), AbortSignal.abort())).rejects.toThrow('aborted');
});

test('a folder of a repository is built there, in a checkout of all of it', async () => {
  const { commit, folder } = aRepository(join(dir, 'mono'));
  const head = commit({ shared: 'shared', 'packages/lib/a': 'own' });
  const source = { ...commitOf(folder, head), part: { folder: 'packages/lib', tree: '' } };

  const outcome = await aBuilder(dir).build(anOrder(source, sh('cat a ../../shared > out')), aControl());

  expect(outOf(dir, outcome)).toBe('ownshared');
  expect(readFileSync(join(folder, 'shared'), 'utf8')).toBe('shared');
});
