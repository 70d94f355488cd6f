import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileLedger, localPorts } from '@slipway/host';
import { buildChain, type ChainPorts, parseManifest } from '@slipway/operations/orchestrate-chain';
import { readFile } from 'node:fs/promises';
import { type Figure, ratio } from './figure.ts';
import { memoryLedger } from './memory-ledger.ts';
import { makeSet, type SetOnDisk } from './set-on-disk.ts';

const cli = join(import.meta.dirname, '../dist/cli/index.js');

function slipway({ folder, manifest }: SetOnDisk, ...flags: readonly string[]): void {
  const args = [
    'chain',
    'build',
    '--manifest',
    manifest,
    '--out',
    join(folder, 'release'),
    '--max-parallel',
    '2',
    ...flags,
  ];
  execFileSync(process.execPath, [cli, ...args], { stdio: 'pipe' });
}

const make = ({ folder }: SetOnDisk): Buffer => execFileSync('make', ['-j2', '-C', folder, 'all'], { stdio: 'pipe' });

/** A set for as long as it is measured. */
async function withSet<T>(options: Parameters<typeof makeSet>[0], measure: (set: SetOnDisk) => Promise<T>): Promise<T> {
  const set = makeSet(options);
  try {
    return await measure(set);
  } finally {
    rmSync(set.folder, { recursive: true, force: true });
  }
}

const script = 'sleep 0.05; echo made > out';

/** The whole path from manifest to release folder in this process, so that only the ledger differs. */
async function build({ folder, manifest }: SetOnDisk, ledger: ChainPorts['ledger']): Promise<void> {
  const parsed = await parseManifest(await readFile(manifest, 'utf8'), 'versions.toml');
  if (parsed.status === 'invalid') throw new Error(parsed.findings[0].what);
  const environment = { PATH: process.env['PATH'] ?? '' };
  const stateDir = join(folder, '.slipway');
  const ports = localPorts({
    manifestDir: folder,
    stateDir,
    out: join(folder, 'release'),
    from: 'working-copies',
    serverUrl: 'https://github.com',
    environment,
    grace: 1_000,
  });
  const report = await buildChain(
    { ...ports, ledger },
    {
      manifest: parsed.manifest,
      file: 'versions.toml',
      selection: { only: [], skip: [] },
      policy: { maxParallel: 2, onFailure: 'keep-going' },
      mode: 'build',
      reuse: 'none',
      from: 'working-copies',
      existing: 'replace',
      ownership: 'respect',
    },
    { interrupt: new AbortController().signal, watch: () => {} },
  );
  if (!report.outcome.endsWith('released')) throw new Error(JSON.stringify(report.findings));
}

export const figures: readonly Figure[] = [
  {
    what: '200 components of 50 ms, 2 at a time, in place, in no git repository',
    against: 'GNU make -j2 on the same graph',
    unit: '×',
    wanted: 1.1,
    measure: () =>
      withSet({ size: 200, script, kind: 'folders' }, (set) =>
        ratio(
          () => slipway(set, '--in-place'),
          () => make(set),
          3,
        ),
      ),
  },
  {
    what: 'the same in clean checkouts of git repositories',
    against: 'GNU make -j2 on the same graph',
    unit: '×',
    wanted: 1.8,
    measure: () =>
      withSet({ size: 200, script, kind: 'git' }, (set) =>
        ratio(
          () => slipway(set, '--force'),
          () => make(set),
          3,
        ),
      ),
  },
  {
    what: '1,000 components whose build is `true`, in place, 2 at a time, state persisted',
    against: 'the same without persisting',
    unit: '×',
    wanted: 2,
    measure: () =>
      withSet({ size: 1_000, script: 'true', kind: 'folders' }, (set) =>
        ratio(
          () => build(set, fileLedger(join(set.folder, '.slipway'))),
          () => build(set, memoryLedger()),
          3,
        ),
      ),
  },
];
