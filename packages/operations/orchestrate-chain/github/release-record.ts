import type { Digest } from '@slipway/domain';
import * as z from 'zod/mini';
import { ReleaseError } from '@slipway/domain';
import type { Ledger, Revision } from '../../ports/index.js';

const shape = z.object({
  schema: z.literal(1),
  run: z.string(),
  tag: z.string(),
  status: z.enum(['prepared', 'publishing', 'published', 'deleted']),
  release: z.object({ id: z.number(), url: z.string() }),
  assets: z.array(z.object({ name: z.string(), size: z.number(), digest: z.string() })),
});

/** What was prepared for a chain run, and how far its publication came. */
export type PreparedRelease = Omit<z.infer<typeof shape>, 'assets'> & {
  readonly assets: readonly { readonly name: string; readonly size: number; readonly digest: Digest }[];
};

export interface StoredRelease {
  readonly prepared: PreparedRelease;
  readonly revision: Revision;
}

const keyOf = (run: string): string => `prepared/${run}`;

export async function readPrepared(ledger: Ledger, run: string): Promise<StoredRelease | null> {
  const record = await ledger.read(keyOf(run));
  if (record === null) return null;
  const parsed = shape.safeParse(record.value);
  if (!parsed.success) throw unreadable(run);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only we write these records; the schema vouches for digests
  return { prepared: parsed.data as PreparedRelease, revision: record.revision };
}

/** Two that prepare or publish at once would have one owner only: the second loses here. */
export async function writePrepared(ledger: Ledger, prepared: PreparedRelease): Promise<void> {
  const before = await ledger.read(keyOf(prepared.run));
  const value = {
    ...prepared,
    assets: prepared.assets.map((asset) => ({ ...asset })),
    release: { ...prepared.release },
  };
  if (JSON.stringify(before?.value) === JSON.stringify(value)) return;
  const result = await ledger.write(keyOf(prepared.run), value, before?.revision ?? null);
  if (result.status === 'lost') throw overtaken(prepared.run);
}

const unreadable = (run: string): ReleaseError =>
  new ReleaseError([
    {
      code: 'conflict',
      severity: 'error',
      what: 'the record of the prepared release is none that this version of Slipway reads',
      where: run,
      remedy: 'use the version of Slipway that wrote it, or a newer one; nothing has been changed',
    },
  ]);

const overtaken = (run: string): ReleaseError =>
  new ReleaseError([
    {
      code: 'conflict',
      severity: 'error',
      what: 'somebody else prepares or publishes this release at the same time',
      where: run,
      remedy: 'wait until that has ended, and run again',
    },
  ]);
