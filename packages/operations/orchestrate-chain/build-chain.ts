import type { Finding } from '@slipway/domain';
import type { ArtifactStore, Builder, Clock, Ledger, Machine, ReleaseFolder, Sources } from '../ports/index.js';
import { readDurations, rememberDurations } from './durations.js';
import type { Policy } from './engine/state.js';
import type { Manifest } from './manifest/manifest.js';
import { planChain, type Plan } from './plan/plan.js';
import type { Selection } from './plan/selection.js';
import { type Making, makeRelease } from './release/make-release.js';
import { buildReports, type ChainReport } from './report/report.js';
import { concluded } from './report/conclude.js';
import { reuseOf } from './reuse/reuse.js';
import { drive, type Steering } from './run/drive.js';
import { LocalVenue } from './run/local-venue.js';
import type { EndOrphan } from './run/recover.js';
import { startRun } from './run/start.js';

export interface ChainPorts {
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly machine: Machine;
  readonly sources: Sources;
  readonly builder: Builder;
  readonly store: ArtifactStore;
  readonly folder: ReleaseFolder;
  readonly endOrphan: EndOrphan;
}

export interface BuildWish {
  readonly manifest: Manifest;
  /** The manifest's path as the user wrote it: findings name it. */
  readonly file: string;
  readonly selection: Selection;
  readonly policy: Policy;
  /** A dry run looks at everything and writes nothing. */
  readonly mode: 'build' | 'dry-run';
  /** `none` (`--force`): build everything anew. */
  readonly reuse: 'any' | 'none';
  /** Working copies (`--in-place`): what they make is neither reused nor lent. */
  readonly from: 'commits' | 'working-copies';
  /** What becomes of a release folder that is there and differs. */
  readonly existing: 'refuse' | 'replace';
  /** Of a run on another host, whose owner cannot be asked. */
  readonly ownership: 'respect' | 'take-over';
}

/** From manifest to release folder. Safe to repeat and to kill: the next invocation goes on where this one stopped. */
export async function buildChain(ports: ChainPorts, wish: BuildWish, steering: Steering): Promise<ChainReport> {
  const { manifest, selection, file } = wish;
  const planning = planChain(manifest, selection, await readDurations(ports.ledger), file);
  if (planning.status === 'refused') return refused(manifest.set, null, planning.findings);
  const { plan } = planning;
  const reuse = reuseOf(ports, wish.reuse);
  const start = await startRun({ ...ports, reuse }, wish, plan);
  if (start.status === 'refused') return refused(manifest.set, plan, start.findings);
  if (start.status === 'ready') return { ...refused(manifest.set, plan, []), outcome: 'planned' };

  let making: Making | null = null;
  const venue = new LocalVenue({
    builder: ports.builder,
    reuse,
    release: async (run) => {
      making = await makeRelease(ports, run, wish.existing);
      return { type: making.status === 'refused' ? 'release-refused' : 'released' };
    },
  });
  const run = await drive(ports, start, venue, steering);
  await rememberDurations(ports.ledger, run);
  return {
    schema: 1,
    set: run.set,
    run: run.id,
    plan,
    builds: buildReports(run),
    ...concluded(run, making, file, start.notices),
  };
}

const refused = (set: string, plan: Plan | null, findings: readonly Finding[]): ChainReport => ({
  schema: 1,
  outcome: 'refused',
  set,
  run: null,
  plan,
  builds: [],
  release: null,
  findings,
});
