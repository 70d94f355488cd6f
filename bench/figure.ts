/** One line of the table: a ratio of two things that were measured in the same run, or a quantity with a limit. */
export interface Figure {
  readonly what: string;
  readonly against: string;
  readonly unit: '×' | 'ms' | 'MB' | 'requests';
  /** The most that is good; `null` where the figure is only told. */
  readonly wanted: number | null;
  measure(): Promise<number>;
}

/** What is measured. It is awaited; the time it takes counts. */
export type Work = () => unknown;

/** How many times as long `work` takes as `peer`. */
export const ratio = (work: Work, peer: Work, runs: number): Promise<number> =>
  ratioOf(
    () => timeOf(work),
    () => timeOf(peer),
    runs,
  );

/** What measures itself: milliseconds. */
export type Timed = () => number | Promise<number>;

/**
 * How many times as long `work` takes as `peer`: medians of runs in turn, so that a machine that is busy for a while slows
 * both alike. One run of each goes first and does not count.
 */
export async function ratioOf(work: Timed, peer: Timed, runs: number): Promise<number> {
  const times = { work: [] as number[], peer: [] as number[] };
  for (let run = 0; run <= runs; run++) {
    const peerTime = await peer();
    const workTime = await work();
    if (run === 0) continue;
    times.peer.push(peerTime);
    times.work.push(workTime);
  }
  return median(times.work) / median(times.peer);
}

/** Milliseconds. */
async function timeOf(work: Work): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

/** The middle one; the upper of two. */
export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
