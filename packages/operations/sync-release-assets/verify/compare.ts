import type { Checksum, Digest } from '@slipway/domain';
import type { Asset } from '../../ports/index.js';
import { isTemporary } from '../plan/temporary.js';
import type { ArchiveRecord } from '../wish.js';

/** What an asset has to be, and who says so. */
export interface Expected {
  readonly digest: Digest;
  /** Bytes; `null` where only the digest is told. */
  readonly size: number | null;
  readonly by: 'checksums' | 'record';
}

/**
 * `unfinished`: its upload never ended. `unlisted`: nothing is said of it. `unknown`: GitHub has no digest of an older asset, so that
 * nobody can tell.
 */
export type Verdict = 'same' | 'different' | 'missing' | 'unfinished' | 'unlisted' | 'unknown';

export interface VerifiedAsset {
  /** As GitHub keeps it. */
  readonly name: string;
  readonly verdict: Verdict;
  /** What stands there; `null` where nothing does, or GitHub does not know. */
  readonly digest: Digest | null;
  readonly size: number | null;
  readonly expected: readonly Expected[];
}

export interface Sources {
  /** `null`: there is no list. */
  readonly list: { readonly name: string; readonly checksums: readonly Checksum[] } | null;
  readonly record: ArchiveRecord | null;
}

/** What stands on a release, against what its list of checksums and our record say: a verdict on every name that any of them knows. */
export function compareAssets(assets: readonly Asset[], { list, record }: Sources): readonly VerifiedAsset[] {
  const there = new Map(assets.map((asset) => [asset.name, asset]));
  const expected = new Map<string, Expected[]>();
  const expect = (name: string, one: Expected): void => void expected.set(name, [...(expected.get(name) ?? []), one]);
  for (const { name, digest } of list?.checksums ?? []) expect(name, { digest, size: null, by: 'checksums' });
  if (record) expect(record.name, { digest: record.digest, size: record.size, by: 'record' });
  const unlisted = assets.filter(({ name }) => !expected.has(name) && name !== list?.name);
  return [
    ...[...expected].map(([name, all]) => verified(name, there.get(name), all)),
    // Without a list nothing is said of most assets, and that is no news.
    ...(list ? unlisted : unlisted.filter(isUnfinished)).map((asset) => verified(asset.name, asset, [])),
  ];
}

const verified = (name: string, asset: Asset | undefined, expected: readonly Expected[]): VerifiedAsset => ({
  name,
  verdict: verdictOn(asset, expected),
  digest: asset?.digest ?? null,
  size: asset?.size ?? null,
  expected,
});

function verdictOn(asset: Asset | undefined, expected: readonly Expected[]): Verdict {
  if (!asset) return 'missing';
  if (isUnfinished(asset)) return 'unfinished';
  if (asset.digest === null) return 'unknown';
  if (expected.length === 0) return 'unlisted';
  const isSame = ({ digest, size }: Expected): boolean =>
    digest === asset.digest && (size === null || size === asset.size);
  return expected.every(isSame) ? 'same' : 'different';
}

/** A swap that was stopped leaves whole assets under names that nobody is to see. */
const isUnfinished = ({ name, state }: Asset): boolean => state !== 'uploaded' || isTemporary(name);
