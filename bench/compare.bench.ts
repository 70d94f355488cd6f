import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Figure, ratio } from './figure.ts';

const cli = join(import.meta.dirname, '../dist/cli/index.js');

const assets = 200;
const bytes = 2_500_000;

export const figures: readonly Figure[] = [
  {
    what: '`chain compare` of two equal releases, 200 assets and 500 MB each',
    against: '`sha256sum -c` on one after the other',
    unit: '×',
    wanted: 1.3,
    measure: () => withReleases((folder) => ratio(compare(folder), sumUp(folder), 7)),
  },
];

const compare = (cwd: string) => () =>
  execFileSync(process.execPath, [cli, 'chain', 'compare', 'a', 'b'], { cwd, stdio: 'pipe' });

const sumUp = (folder: string) => () => {
  for (const side of ['a', 'b'])
    execFileSync('sha256sum', ['--quiet', '-c', 'SHA256SUMS'], { cwd: join(folder, side, 'assets'), stdio: 'pipe' });
};

/** Two folders with the same bytes, which no disk has to be asked for: they have just been written. */
async function withReleases(measure: (folder: string) => Promise<number>): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-bench-'));
  try {
    const own = join(folder, 'a/assets');
    mkdirSync(own, { recursive: true });
    for (let at = 0; at < assets; at++) writeFileSync(join(own, `asset-${at}.bin`), randomBytes(bytes));
    execFileSync('sh', ['-c', 'sha256sum *.bin > SHA256SUMS'], { cwd: own });
    cpSync(join(folder, 'a'), join(folder, 'b'), { recursive: true });
    return await measure(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
