import type { Existing } from '../../ports/index.js';
import { rememberDurations } from '../durations.js';
import type { ChainEvent } from '../engine/event.js';
import type { ChainRun } from '../engine/state.js';
import type { ChainPorts } from '../wish.js';
import { Archives } from '../release/archives.js';
import { planAsset } from '../release/assets.js';
import { type Making, makeRelease } from '../release/make-release.js';
import { concluded } from '../report/conclude.js';
import { buildReports, type ChainReport } from '../report/report.js';
import { type Reuse, reuseOf } from '../reuse/reuse.js';
import { type Beginning, drive, type Steering } from './drive.js';
import { BuilderVenue } from './builder-venue.js';

export interface CarryOutWish {
  /** What becomes of a release folder that is there and differs. */
  readonly existing: Existing;
  /** What findings call the manifest. */
  readonly file: string;
}

/** People are promised that their command is seen within a second; files cost nothing. */
const pace = { commands: 250, writes: 0 };

/** On GitHub a look at the commands is free as long as there are none, and a write is three requests. */
const remotePace = { commands: 15_000, writes: 2_000 };

/** What GitHub built stays under the run that built it. */
const noReuse: Reuse = { find: async () => null, keep: async () => {} };

const releaseEvents: Readonly<Record<Making['status'], ChainEvent>> = {
  released: { type: 'released' },
  'already-released': { type: 'released' },
  refused: { type: 'release-refused' },
  interrupted: { type: 'release-interrupted' },
};

/** Drives a run on this machine until it is at rest, and tells what it came to. */
export async function carryOut(
  ports: ChainPorts,
  beginning: Beginning,
  { existing, file }: CarryOutWish,
  steering: Steering,
): Promise<ChainReport> {
  const onGithub = beginning.stored.run.builder === 'github';
  const interrupt = onGithub ? undefined : steering.interrupt;
  const archives = new Archives(ports.folder, interrupt);
  // What GitHub built is not here yet, and a part of the set is not released.
  const isAhead = !onGithub && !beginning.stored.run.partial;
  let making: Making | null = null;
  const venue = new BuilderVenue({
    builder: ports.builder,
    reuse: onGithub ? noReuse : reuseOf(ports, beginning.stored.run.reuse),
    pace: onGithub ? remotePace : pace,
    release: async (run) => {
      await ports.fetchMissing?.(run);
      making = await makeRelease(ports, run, { existing, ...(interrupt && { interrupt }) }, archives);
      return releaseEvents[making.status];
    },
    built: (order, artifacts) => isAhead && archives.begin(planAsset(order, artifacts)),
  });
  let run: ChainRun;
  try {
    run = await drive(ports, beginning, venue, steering);
  } finally {
    await archives.discard();
  }
  await rememberDurations(ports.ledger, run);
  const { findings, ...conclusion } = concluded(run, making, file);
  return {
    schema: 1,
    set: run.set,
    run: run.id,
    plan: null,
    builds: buildReports(run),
    ...conclusion,
    findings: [...(ports.builder.notices?.() ?? []), ...findings],
  };
}
