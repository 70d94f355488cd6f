import { rememberDurations } from '../durations.js';
import type { ChainPorts } from '../wish.js';
import { type Making, makeRelease } from '../release/make-release.js';
import { concluded } from '../report/conclude.js';
import { buildReports, type ChainReport } from '../report/report.js';
import { reuseOf } from '../reuse/reuse.js';
import { type Beginning, drive, type Steering } from './drive.js';
import { LocalVenue } from './local-venue.js';

export interface CarryOutWish {
  /** What becomes of a release folder that is there and differs. */
  readonly existing: 'refuse' | 'replace';
  /** What findings call the manifest. */
  readonly file: string;
}

/** Drives a run on this machine until it is at rest, and tells what it came to. */
export async function carryOut(
  ports: ChainPorts,
  beginning: Beginning,
  { existing, file }: CarryOutWish,
  steering: Steering,
): Promise<ChainReport> {
  let making: Making | null = null;
  const venue = new LocalVenue({
    builder: ports.builder,
    reuse: reuseOf(ports, beginning.stored.run.reuse),
    release: async (run) => {
      making = await makeRelease(ports, run, existing);
      return { type: making.status === 'refused' ? 'release-refused' : 'released' };
    },
  });
  const run = await drive(ports, beginning, venue, steering);
  await rememberDurations(ports.ledger, run);
  return {
    schema: 1,
    set: run.set,
    run: run.id,
    plan: null,
    builds: buildReports(run),
    ...concluded(run, making, file),
  };
}
