import { digestOf, type Finding, renderChecksums } from '@slipway/domain';
import type { CollectionFolder, Ledger, ReleaseFile } from '../ports/index.js';
import type { Manifest } from '../orchestrate-chain/manifest/manifest.js';
import { lastBuilds } from './last-builds.js';
import type { CollectionReport, LastBuild } from './report.js';

export type * from './report.js';
export { collectionText } from './text.js';

export interface CollectionPorts {
  readonly ledger: Ledger;
  readonly folder: CollectionFolder;
}

export interface CollectionWish {
  readonly manifest: Pick<Manifest, 'set' | 'components'>;
  /** What becomes of a folder that is there and holds something else. */
  readonly existing: 'refuse' | 'replace';
}

/** The artifacts of the set's last builds in one folder. Safe to repeat: a folder that holds just that is left alone. */
export async function collectArtifacts(ports: CollectionPorts, wish: CollectionWish): Promise<CollectionReport> {
  const { ledger, folder } = ports;
  const { set, components } = wish.manifest;
  const { builds, findings } = await lastBuilds(
    ledger,
    set,
    components.map(({ name }) => name),
  );
  const report = { schema: 1, set, folder: folder.path, components: builds, movedAside: null } as const;
  if (builds.length === 0) return { ...report, outcome: 'refused', findings: [nothingBuilt(set)] };
  const files = filesOf(builds);
  const checksums = renderChecksums(files);
  const there = await folder.compare([...files, sumsFile(checksums)]);
  if (there === 'equal') return { ...report, outcome: 'already-collected', findings };
  if (there === 'other' && wish.existing === 'refuse')
    return { ...report, outcome: 'refused', findings: [...findings, occupied(folder.path)] };
  const movedAside = await folder.make(builds, checksums, wish.existing);
  return { ...report, outcome: 'collected', movedAside, findings };
}

const filesOf = (builds: readonly LastBuild[]): readonly ReleaseFile[] =>
  builds.flatMap(({ component, artifacts }) =>
    artifacts.map(({ path, size, digest }) => ({ name: `${component}/${path}`, size, digest })),
  );

const sumsFile = (text: string): ReleaseFile => ({
  name: 'SHA256SUMS',
  size: Buffer.byteLength(text),
  digest: digestOf(text),
});

const nothingBuilt = (set: string): Finding => ({
  code: 'not-found',
  severity: 'error',
  what: 'none of its components has been built here',
  where: set,
  remedy: 'build it first: slipway chain build',
});

const occupied = (path: string): Finding => ({
  code: 'conflict',
  severity: 'error',
  what: 'the folder holds something else than these artifacts',
  where: path,
  remedy: 'give another --to, or --replace to move it aside',
});
