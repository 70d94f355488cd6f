import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { promisify } from 'node:util';
import { fileLedger } from '@slipway/host';
import { newestRun } from '@slipway/operations/orchestrate-chain';
import { type Figure, median } from './figure.ts';
import { dice } from './random-chain.ts';
import { makeSet } from './set-on-disk.ts';

const cli = join(import.meta.dirname, '../dist/cli/index.js');
const times = 40;

/** Milliseconds from the start of `slipway chain pause` until the run's own state says that it pauses. */
async function pausesSeen(): Promise<readonly number[]> {
  const set = makeSet({ size: 5, script: 'sleep 600', kind: 'folders' });
  const args = (command: string) => [cli, 'chain', command, '--manifest', set.manifest];
  const tell = (command: string) => promisify(execFile)(process.execPath, args(command));
  const ledger = fileLedger(join(set.folder, '.slipway'));
  const becomes = async (intent: string) => {
    while ((await newestRun(ledger, 'bench'))?.run.intent !== intent) await after(1);
  };
  const build = spawn(process.execPath, [...args('build'), '--in-place'], { stdio: 'ignore' });
  const ended = once(build, 'close');
  try {
    await becomes('go');
    const random = dice(20_253);
    const seen: number[] = [];
    while (seen.length < times) {
      // At any moment between two looks of the owner's.
      await after(random() * 500);
      const begun = performance.now();
      const told = tell('pause');
      await becomes('pause');
      seen.push(performance.now() - begun);
      await told;
      await tell('resume');
      await becomes('go');
    }
    return seen.toSorted((a, b) => a - b);
  } finally {
    build.kill('SIGINT');
    await ended;
    rmSync(set.folder, { recursive: true, force: true });
  }
}

let measured: Promise<readonly number[]> | undefined;

const figure = (name: string, wanted: number | null, of: (seen: readonly number[]) => number): Figure => ({
  what: `a pause is seen, from typing it to the state of the run: ${name} of ${times}`,
  against: '–',
  unit: 'ms',
  wanted,
  measure: async () => of(await (measured ??= pausesSeen())),
});

export const figures: readonly Figure[] = [
  figure('median', null, median),
  figure('95th percentile', null, (seen) => seen[Math.ceil(seen.length * 0.95) - 1] ?? Number.NaN),
  figure('longest', 1_000, (seen) => seen.at(-1) ?? Number.NaN),
];
