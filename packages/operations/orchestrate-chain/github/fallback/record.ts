import { ReleaseError } from '@slipway/domain';
import * as z from 'zod/mini';
import type { Ledger, Revision } from '../../../ports/index.js';
import { numberAfter, numberOf, runNumbers, type StoredRun } from '../../run/runs.js';
import type { GithubWish, ReleaseCommand } from '../wish.js';

const owner = z.union([
  z.object({ host: z.string(), pid: z.number(), started: z.string() }),
  z.object({ repository: z.string(), runId: z.number(), attempt: z.number(), job: z.string() }),
]);

const shape = z.object({
  schema: z.literal(1),
  /** The chain run in whose place it was started; it may never have begun. */
  run: z.string(),
  /** `starting` stands there before the dispatch leaves; `refused`: GitHub would not, so that nothing was started. */
  status: z.enum(['starting', 'started', 'refused']),
  repository: z.string(),
  workflow: z.string(),
  ref: z.string(),
  inputs: z.record(z.string(), z.string()),
  /** Why orchestration could not go on. */
  why: z.string(),
  /** Who starts it, and by what its run is known again where the answer is lost, as it carries no marker. */
  by: owner,
  actor: z.nullable(z.string()),
  since: z.number(),
  /** Runs that were there before the dispatch left: none of them is it. */
  earlier: z.array(z.number()),
  started: z.nullable(z.object({ id: z.number(), url: z.string() })),
});

/** The former workflow that was started in the place of a chain run. One for each tag: a later chain run's replaces it. */
export type Fallback = z.infer<typeof shape>;

export interface StoredFallback {
  readonly fallback: Fallback;
  readonly revision: Revision;
}

const keyOf = (tag: string): string => `fallback/${tag}`;

export async function readFallback(ledger: Ledger, tag: string): Promise<StoredFallback | null> {
  const record = await ledger.read(keyOf(tag));
  if (record === null) return null;
  const parsed = shape.safeParse(record.value);
  if (!parsed.success) throw unreadable(tag);
  return { fallback: parsed.data, revision: record.revision };
}

/** `null` where somebody else was first. */
export async function writeFallback(
  ledger: Ledger,
  tag: string,
  fallback: Fallback,
  expected: Revision | null,
): Promise<StoredFallback | null> {
  const result = await ledger.write(keyOf(tag), { ...fallback, by: { ...fallback.by } }, expected);
  return result.status === 'written' ? { fallback, revision: result.revision } : null;
}

/** The fallback of the newest chain run under the tag: as long as it counts, nothing is built here. */
export async function countingFallback(ledger: Ledger, tag: string): Promise<StoredFallback | null> {
  const stored = await readFallback(ledger, tag);
  if (stored === null || stored.fallback.status === 'refused') return null;
  const [newest = 0] = await runNumbers(ledger, tag);
  return (numberOf(tag, stored.fallback.run) ?? 0) >= newest ? stored : null;
}

/** The one that a command has to heed: who begins anew asks for none. */
export const heededFallback = async (
  command: ReleaseCommand,
  ledger: Ledger,
  { tag, begin }: Pick<GithubWish, 'tag' | 'begin'>,
): Promise<StoredFallback | null> =>
  begin === 'restart' && command !== 'publish' ? null : countingFallback(ledger, tag);

/** The number of the next chain run under a tag. One that only its fallback knows never began, and its number is used up all the same. */
export async function nextNumber(ledger: Ledger, tag: string, newest: StoredRun | null): Promise<number> {
  const stored = await readFallback(ledger, tag);
  const isTaken = stored !== null && stored.fallback.status !== 'refused';
  const used = isTaken ? (numberOf(tag, stored.fallback.run) ?? 0) : 0;
  return Math.max(numberAfter(tag, newest), used + 1);
}

const unreadable = (tag: string): ReleaseError =>
  new ReleaseError([
    {
      code: 'conflict',
      severity: 'error',
      what: 'the record of the fallback is none that this version of Slipway reads',
      where: tag,
      remedy: 'use the version of Slipway that wrote it, or a newer one; nothing has been changed',
    },
  ]);
