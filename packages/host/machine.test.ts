import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { thisMachine } from './machine.js';

const environment = { PATH: process.env['PATH'] ?? '' };
const machine = (patience = 10_000) => thisMachine({ environment, patience });

test('we are alive, on this host only; a process that ended, or whose number was given out anew, is dead', async () => {
  const us = machine().self();
  const child = spawn('true');
  await once(child, 'exit');

  const owners = [us, { ...us, started: 'another boot' }, { ...us, pid: child.pid ?? 0 }, { ...us, host: 'elsewhere' }];

  expect(await Promise.all(owners.map((owner) => machine().isAlive(owner)))).toEqual([
    'alive',
    'dead',
    'dead',
    'unknown',
  ]);
});

test('the same process is told the same by every machine object', () => {
  expect(machine().self()).toEqual(machine().self());
});

describe('the version of a tool', () => {
  let dir = '';
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'slipway-tools-'));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  test.each([
    ['tool 1.80.0 (051478957 2024-07-21)', '1.80.0'],
    ['GNU Make 4.3', '4.3'],
    ['v24.21.0', '24.21.0'],
    ['no number at all', null],
  ])('of %j is %j', async (text, version) => {
    const tool = join(dir, 'tool');
    writeFileSync(tool, `#!/bin/sh\n[ "$1" = --version ] && echo '${text}' >&2\nexit 3\n`);
    chmodSync(tool, 0o755);

    await expect(machine().toolVersion(tool)).resolves.toBe(version);
  });

  test('that is not there, or that never answers, is null', async () => {
    const tool = join(dir, 'tool');
    writeFileSync(tool, '#!/bin/sh\nexec sleep 1000\n');
    chmodSync(tool, 0o755);

    await expect(machine().toolVersion('no-such-tool')).resolves.toBeNull();
    await expect(machine(50).toolVersion(tool)).resolves.toBeNull();
  });
});
