import type { Digest } from '@slipway/domain';
import * as z from 'zod/mini';
import { ReleaseError } from '@slipway/domain';
import type { Ledger, Owner, Revision } from '../../ports/index.js';

const statuses = ['preparing', 'prepared', 'publishing', 'published', 'deleting', 'deleted'] as const;

const shape = z.object({
  schema: z.literal(1),
  run: z.string(),
  tag: z.string(),
  status: z.enum(statuses),
  owner: z.nullable(
    z.union([
      z.object({ repository: z.string(), runId: z.number(), attempt: z.number(), job: z.string() }),
      z.object({ host: z.string(), pid: z.number(), started: z.string() }),
    ]),
  ),
  epoch: z.number(),
  release: z.nullable(z.object({ id: z.number(), url: z.string() })),
  assets: z.array(z.object({ name: z.string(), size: z.number(), digest: z.string() })),
});

/** What was prepared for a chain run, how far its publication came, and who is at it. */
export interface PreparedRelease {
  readonly schema: 1;
  readonly run: string;
  readonly tag: string;
  readonly status: (typeof statuses)[number];
  /** `null` while nobody is at work on it. */
  readonly owner: Owner | null;
  /** Raised by each new owner. */
  readonly epoch: number;
  /** `null` until it is prepared. */
  readonly release: { readonly id: number; readonly url: string } | null;
  readonly assets: readonly { readonly name: string; readonly size: number; readonly digest: Digest }[];
}

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

/** Writes only where nobody has written since `before` was read; `null`: somebody has. */
export async function replacePrepared(
  ledger: Ledger,
  before: StoredRelease | null,
  prepared: PreparedRelease,
): Promise<StoredRelease | null> {
  const { owner, release, assets } = prepared;
  const value = {
    ...prepared,
    owner: owner && { ...owner },
    release: release && { ...release },
    assets: assets.map((asset) => ({ ...asset })),
  };
  const result = await ledger.write(keyOf(prepared.run), value, before?.revision ?? null);
  return result.status === 'written' ? { prepared, revision: result.revision } : null;
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
