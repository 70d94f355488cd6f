import { type Finding, renderChecksums } from '@slipway/domain';
import pMap from 'p-map';
import type { Existing, Ledger, ReleaseFolder, Sources } from '../../ports/index.js';
import type { ChainRun } from '../engine/state.js';
import type { ReleaseReport } from '../report/report.js';
import { Archives } from './archives.js';
import { releaseRecord } from './assets.js';
import { type Changes, releaseNotes } from './notes.js';
import { previousRelease, recordReleased, type Released } from './released.js';

export type Making =
  | { readonly status: 'released' | 'already-released'; readonly report: ReleaseReport }
  | { readonly status: 'refused'; readonly finding: Finding }
  /** Given up before it appeared. */
  | { readonly status: 'interrupted' };

export interface ReleaseWish {
  /** What becomes of a folder that is there and differs. */
  readonly existing: Existing;
  /** Aborted when a person wants to stop: a release that has not appeared by then never does. */
  readonly interrupt?: AbortSignal;
}

export interface ReleasePorts {
  readonly folder: ReleaseFolder;
  readonly ledger: Ledger;
  readonly sources: Sources;
}

/** Fills the release folder out of sight and lets it appear at once. Safe to repeat: an equal one is left alone. */
export async function makeRelease(
  ports: ReleasePorts,
  run: ChainRun,
  wish: ReleaseWish,
  archives = new Archives(ports.folder, wish.interrupt),
): Promise<Making> {
  try {
    return await fill(archives, ports, run, wish);
  } catch (error) {
    if (!wish.interrupt?.aborted || error !== wish.interrupt.reason) throw error;
    return { status: 'interrupted' };
  } finally {
    await archives.discard();
  }
}

async function fill(
  archives: Archives,
  ports: ReleasePorts,
  run: ChainRun,
  { existing, interrupt }: ReleaseWish,
): Promise<Making> {
  const { folder } = ports;
  const assets = await archives.all(run);
  const sums = renderChecksums(assets);
  const there = await folder.checksums();
  const report = { folder: folder.path, assets, movedAside: null };
  if (there === sums) return { status: 'already-released', report };
  if (there !== null && existing === 'refuse') return { status: 'refused', finding: different(folder.path) };
  const staging = await archives.staging();
  await staging.write('assets/SHA256SUMS', sums);
  await staging.write('release.json', `${JSON.stringify(releaseRecord(run, assets), null, 2)}\n`);
  await staging.write('RELEASE_NOTES.md', await notesOf(ports, run));
  interrupt?.throwIfAborted();
  const movedAside = there === null ? null : await folder.moveAside();
  await staging.publish();
  await recordReleased(ports.ledger, run);
  return { status: 'released', report: { ...report, movedAside } };
}

/** What the release says of itself: the same text however often it is asked for, until the next set is released. */
export async function notesOf({ ledger, sources }: Omit<ReleasePorts, 'folder'>, run: ChainRun): Promise<string> {
  const previous = await previousRelease(ledger, run.set);
  return releaseNotes(run, previous, previous ? await changesSince(sources, run, previous) : new Map());
}

async function changesSince(sources: Sources, run: ChainRun, previous: Released): Promise<Changes> {
  const commits = new Map(previous.components.map(({ name, commit }) => [name, commit]));
  const told = await pMap(
    run.components,
    async ({ component: { name }, source }) => {
      const from = commits.get(name) ?? null;
      return [name, from === null ? null : await sources.changes(source, from)] as const;
    },
    { concurrency: 8 },
  );
  return new Map(told);
}

const different = (path: string): Finding => ({
  code: 'conflict',
  severity: 'error',
  what: 'a release folder with other checksums is there already',
  where: path,
  remedy: 'give another --out, or --replace to move it aside; the builds are kept and will be reused',
});
