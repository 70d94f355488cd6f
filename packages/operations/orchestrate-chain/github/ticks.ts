import type { RunStage } from '../../ports/index.js';

/** A live build, as far as its watcher knows it. Times in milliseconds. */
export interface Watched {
  readonly stage: RunStage;
  /** Since when that is known. */
  readonly since: number;
  /** How long its last build took; `null` where there was none. */
  readonly expected: number | null;
}

const second = 1000;

/** How long to wait before looking again at all of them together: as long as the one that wants to be seen soonest allows. */
export const nextLook = (watched: readonly Watched[], now: number): number =>
  Math.min(...watched.map((one) => patienceFor(one, now - one.since)));

/**
 * Wide where nothing can happen, narrow around the expected end. Past it, and where nothing is known, the wait grows with the time that
 * has passed, so that what is overlooked stays a small part of the whole.
 */
export function patienceFor({ stage, expected }: Watched, elapsed: number): number {
  if (stage === 'waiting') return within(elapsed / 4, 20 * second, 60 * second);
  if (stage !== 'building') return within(elapsed / 4, 10 * second, 60 * second);
  if (expected === null) return within(elapsed / 8, 10 * second, 60 * second);
  const beginning = expected * 0.96;
  if (elapsed < beginning) return within(beginning - elapsed, 5 * second, 600 * second);
  const late = elapsed - expected * 1.05;
  return within(late / 4, within(expected / 60, 5 * second, 20 * second), 60 * second);
}

const within = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most);
