import { digestOf, type Finding, parseChecksums, printed } from '@slipway/domain';
import type { Asset, AssetContents, Releases } from '../../ports/index.js';
import { releaseOf } from '../conclude.js';
import { isWhole } from '../plan/asset-steps.js';
import type { Standing } from '../plan/standing.js';
import { readStanding } from '../plan/read-standing.js';
import { recordIn } from '../record.js';
import { compareAssets, type Sources } from './compare.js';
import { verdictFinding, type VerifyReport } from './report.js';

export interface VerifyPorts {
  readonly releases: Pick<Releases, 'withTag' | 'assets'>;
  readonly contents: AssetContents;
}

export interface VerifyWish {
  readonly tag: string;
  /** Name of the list of checksums; `null`: what stands there is compared with our record alone. */
  readonly checksums: string | null;
}

/** Whether what stands on a release is what its list of checksums and our record say. Reads, and writes nothing. */
export async function verifyReleaseAssets(ports: VerifyPorts, { tag, checksums }: VerifyWish): Promise<VerifyReport> {
  const read = await readStanding(ports.releases, { tag, owner: null });
  if (read.status === 'refused') return refused(tag, read.findings);
  const { release, assets } = read.standing;
  if (!release) return refused(tag, [noRelease(tag)]);
  const sources = await sourcesIn(ports, read.standing, checksums);
  const told = { schema: 1, tag, release: releaseOf(release) } as const;
  if (sources.status === 'unreadable') return { ...told, outcome: 'damaged', assets: [], findings: sources.findings };
  const compared = compareAssets(assets, sources);
  const findings = [...sources.findings, ...compared.flatMap(verdictFinding)];
  const isDamaged = findings.some(({ severity }) => severity === 'error');
  return { ...told, outcome: isDamaged ? 'damaged' : 'verified', assets: compared, findings };
}

type Read =
  | (Sources & { readonly status: 'read'; readonly findings: readonly Finding[] })
  | { readonly status: 'unreadable'; readonly findings: readonly Finding[] };

async function sourcesIn({ contents }: VerifyPorts, { release, assets }: Standing, name: string | null): Promise<Read> {
  const record = release && recordIn(release.notes).archive;
  const asset = assets.find((one) => one.name === name);
  const nothing = { status: 'read', list: null, record } as const;
  if (name === null) return { ...nothing, findings: record ? [] : [noSource] };
  if (!asset) return { ...nothing, findings: [noList(name)] };
  if (asset.state !== 'uploaded') return { ...nothing, findings: [] };
  const text = await contents.text(asset);
  if (asset.digest !== null && !isWhole(asset, { size: Buffer.byteLength(text), digest: digestOf(text) }))
    return { status: 'unreadable', findings: [otherText(asset)] };
  const parsed = parseChecksums(text, name);
  return parsed.status === 'invalid'
    ? { status: 'unreadable', findings: parsed.findings }
    : { status: 'read', list: { name, checksums: parsed.checksums }, record, findings: [] };
}

const refused = (tag: string, findings: readonly Finding[]): VerifyReport => ({
  schema: 1,
  outcome: 'refused',
  tag,
  release: null,
  assets: [],
  findings,
});

const noRelease = (tag: string): Finding => ({
  code: 'not-found',
  severity: 'error',
  what: 'no release has this tag, or it is a draft that this token may not see',
  where: `release ${tag}`,
  remedy: 'check the tag and the repository; drafts show to tokens with contents: write',
});

const noSource: Finding = {
  code: 'not-found',
  severity: 'error',
  what: 'without a list of checksums, and without a record of ours, there is nothing to compare with',
  where: 'checksums',
  remedy: 'give the name of the list that the release has',
};

const noList = (name: string): Finding => ({
  code: 'not-found',
  severity: 'error',
  what: 'the release has no such asset',
  where: `asset ${printed(name)}`,
  remedy:
    'sync the files again, or let checksums be the name of the list that the release has, or empty if it has none',
});

const otherText = ({ name, digest, url }: Asset): Finding => ({
  code: 'conflict',
  severity: 'error',
  what: `${printed(name)} was downloaded with other bytes than GitHub says it has (${digest})`,
  where: url,
  remedy: 'verify again; if it stays so, upload the list again',
});
