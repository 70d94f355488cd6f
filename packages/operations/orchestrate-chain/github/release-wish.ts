import { isVersion, readVersion } from '@slipway/domain';
import type { ReleaseWish } from '../../sync-release-assets/index.js';
import type { ChainRun } from '../engine/state.js';
import { notesOf } from '../release/make-release.js';
import type { GithubPorts } from './ports.js';
import type { GithubWish } from './wish.js';

/** What the draft of a chain run is to be. */
export async function releaseWish(
  ports: GithubPorts,
  { tag, release }: GithubWish,
  run: ChainRun,
): Promise<ReleaseWish> {
  const { latest, target, notes } = release;
  const prerelease = run.asked?.prerelease ?? release.prerelease;
  return {
    tag,
    title: run.set,
    notes: notes ?? (await notesOf(ports, run)),
    ...(target !== undefined && { target }),
    prerelease: prerelease === 'auto' ? isPrerelease(tag, run) : prerelease === 'true',
    latest,
    end: 'draft',
    ifExists: 'skip-identical',
    checksums: 'SHA256SUMS',
    owner: run.id,
    archive: null,
  };
}

/** By the tag's version, or where the tag is no version, by the components'. */
function isPrerelease(tag: string, { components }: Pick<ChainRun, 'components'>): boolean {
  const version = tag.replace(/^v/, '');
  const versions = isVersion(version) ? [version] : components.map(({ component }) => component.version);
  return versions.some((one) => isVersion(one) && readVersion(one).prerelease.length > 0);
}
