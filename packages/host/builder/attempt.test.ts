import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attemptOf, clear } from './attempt.js';
import { anOrder } from './an-order.js';

const nobody = 65_534;

test('folders that a build left read-only are cleared, by a user who may not write everywhere', async () => {
  const isRoot = process.getuid?.() === 0;
  const state = mkdtempSync(join(tmpdir(), 'slipway-attempt-'));
  const attempt = attemptOf(anOrder(state, ['true']), state);
  const folders = ['made/deep', 'made', ''].map((folder) => join(attempt.checkout, folder));
  mkdirSync(join(attempt.checkout, 'made/deep'), { recursive: true });
  writeFileSync(join(attempt.checkout, 'made/deep/x'), '');
  if (isRoot)
    for (const folder of [...folders, attempt.work, join(state, 'work'), state]) chownSync(folder, nobody, nobody);
  for (const folder of folders) chmodSync(folder, 0o500);

  if (isRoot) process.seteuid?.(nobody);
  try {
    await clear(attempt);
  } finally {
    if (isRoot) process.seteuid?.(0);
  }

  expect(existsSync(attempt.work)).toBe(false);
  rmSync(state, { recursive: true });
});
