import { type Checksum, digestOf, type Finding, printed, renderChecksums } from '@slipway/domain';
import type { Asset } from '../../ports/index.js';
import type { PlannedFile } from './plan.js';
import { isTemporary } from './temporary.js';

export interface ChecksumsList {
  readonly name: string;
  readonly text: string;
  readonly file: PlannedFile;
  readonly findings: readonly Finding[];
}

/** The list as it is when all is done: what is there and stays, under the names that GitHub keeps, and what is wanted. */
export function checksumsList(name: string, files: readonly PlannedFile[], assets: readonly Asset[]): ChecksumsList {
  const wanted = new Set([name, ...files.map((file) => file.name)]);
  const staying = assets.filter(
    (asset) => asset.state === 'uploaded' && !wanted.has(asset.name) && !isTemporary(asset.name),
  );
  const text = renderChecksums([...files, ...staying.flatMap(checksumOf)]);
  return {
    name,
    text,
    file: { name, given: name, size: Buffer.byteLength(text), digest: digestOf(text), content: { kind: 'text', text } },
    findings: staying.filter(({ digest }) => digest === null).map((asset) => unlisted(asset, name)),
  };
}

const checksumOf = ({ name, digest }: Asset): readonly Checksum[] => (digest === null ? [] : [{ name, digest }]);

const unlisted = (asset: Asset, list: string): Finding => ({
  code: 'unavailable',
  severity: 'warning',
  what: `GitHub has no digest of this older asset, so that ${list} leaves it out`,
  where: `asset ${printed(asset.name)}`,
  remedy: 'upload it again to have it listed',
});
