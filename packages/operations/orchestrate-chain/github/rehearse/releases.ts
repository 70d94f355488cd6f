import type { Asset, Rehearsal, Release, Releases } from '../../../ports/index.js';
import type { Placeholders } from './placeholders.js';

/** Releases as they would be after what is rehearsed: what is there is read, what is written is kept here. */
export function rehearsedReleases(
  real: Pick<Releases, 'withTag' | 'assets'>,
  { releases: rehearsed }: Pick<Rehearsal, 'releases'>,
  names: Placeholders,
): Releases {
  let standing: readonly Release[] | null = null;
  const assets = new Map<number, readonly Asset[]>();

  const there = async (tag: string): Promise<readonly Release[]> => (standing ??= await real.withTag(tag));
  const assetsOf = async (id: number): Promise<readonly Asset[]> => assets.get(id) ?? real.assets(id);

  function changed(id: number, changes: Partial<Release>): Release {
    const before = (standing ?? []).find((one) => one.id === id);
    if (!before) throw new Error(`nobody has looked at release ${id}`);
    const after = { ...before, ...changes };
    standing = (standing ?? []).map((one) => (one.id === id ? after : one));
    return after;
  }

  const without = ({ id }: Asset): void => {
    for (const [release, all] of assets)
      assets.set(
        release,
        all.filter((one) => one.id !== id),
      );
  };

  return {
    withTag: there,
    assets: assetsOf,
    async createDraft(wanted) {
      const answer = await rehearsed.createDraft(wanted);
      if (answer.status !== 'done') return answer;
      const id = names.number('release-id', answer.value.id);
      const { target = '' } = wanted;
      const release: Release = { ...wanted, id, target, state: 'draft', immutable: false, url: '' };
      standing = [...(standing ?? []), release];
      assets.set(id, []);
      return { status: 'done', value: release };
    },
    async change(id, changes) {
      await rehearsed.change(id, changes);
      return changed(id, changes);
    },
    async publish(id, latest) {
      await rehearsed.publish(id, latest);
      return { ...changed(id, { state: 'public' }), assets: await assetsOf(id) };
    },
    async remove(id) {
      await rehearsed.remove(id);
      standing = (standing ?? []).filter((one) => one.id !== id);
    },
    async upload(release, file) {
      const answer = await rehearsed.upload(release, file);
      if (answer.status !== 'done') return answer;
      const { name, size, digest } = file;
      const asset: Asset = {
        id: names.number(`id of ${name}`, answer.value.id),
        name,
        size,
        digest,
        state: 'uploaded',
        url: '',
      };
      assets.set(release.id, [...(await assetsOf(release.id)), asset]);
      return { status: 'done', value: asset };
    },
    async rename(asset, name) {
      await rehearsed.rename(asset, name);
      for (const [release, all] of assets)
        assets.set(
          release,
          all.map((one) => (one.id === asset.id ? { ...one, name } : one)),
        );
      return { ...asset, name };
    },
    async removeAsset(asset) {
      await rehearsed.removeAsset(asset);
      without(asset);
    },
  };
}
