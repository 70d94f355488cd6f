import { type Finding, printed } from '@slipway/domain';
import type { ReportedRelease } from '../report.js';
import type { Expected, Verdict, VerifiedAsset } from './compare.js';

export interface VerifyReport {
  readonly schema: 1;
  /** `damaged`: at least one asset is not what it is said to be. */
  readonly outcome: 'verified' | 'damaged' | 'refused';
  readonly tag: string;
  /** `null` where it was refused. */
  readonly release: ReportedRelease | null;
  /** In the order of the list, then those that it leaves out. */
  readonly assets: readonly VerifiedAsset[];
  readonly findings: readonly Finding[];
}

/** The report for people; what is wrong is told by its findings, each asset by name. */
export function verifyText({ outcome, release, assets }: VerifyReport): readonly string[] {
  if (outcome === 'refused') return [];
  const same = assets.filter(({ verdict }) => verdict === 'same');
  const counts = `${same.length} of ${assets.length} assets as they are listed`;
  return [...same.map(({ name, digest }) => `${name}: OK, ${digest}`), `${outcome}: ${release?.url ?? ''} (${counts})`];
}

/** What is wrong with an asset, if anything. */
export function verdictFinding({ name, verdict, digest, size, expected }: VerifiedAsset): readonly Finding[] {
  if (verdict === 'same') return [];
  const there = `${size} bytes with ${digest}`;
  const wanted = expected.map(expectedText).join(', and ');
  const whats: Readonly<Record<typeof verdict, string>> = {
    different: `it has ${there}; ${wanted}`,
    missing: `the release has no such asset; ${wanted}`,
    unfinished: 'its upload, or its exchange for an older one, was never finished',
    unlisted: `the list of checksums leaves it out (it has ${there})`,
    unknown: `GitHub has no digest of this older asset${wanted && `; ${wanted}`}`,
  };
  // Of what was there before GitHub kept digests, no list of ours could say anything.
  const severity = verdict === 'unknown' && expected.length === 0 ? 'warning' : 'error';
  return [
    {
      code: codes[verdict],
      severity,
      what: whats[verdict],
      where: `asset ${printed(name)}`,
      remedy: remedies[verdict],
    },
  ];
}

const expectedText = ({ digest, size, by }: Expected): string =>
  `${by === 'record' ? 'the record of the last sync' : 'the list of checksums'} says ${size === null ? '' : `${size} bytes with `}${digest}`;

const codes = {
  different: 'conflict',
  missing: 'not-found',
  unfinished: 'unavailable',
  unlisted: 'conflict',
  unknown: 'unavailable',
} as const satisfies Partial<Record<Verdict, Finding['code']>>;

const remedies = {
  different: 'do not use it; sync the files again, and find out who changed it',
  missing: 'sync the files again, and find out who deleted it',
  unfinished: 'sync the files again: what is unfinished is uploaded anew or removed',
  unlisted: 'sync any file again to have it listed, or delete it if nobody knows it',
  unknown: 'upload it again',
} as const satisfies Partial<Record<Verdict, string>>;
