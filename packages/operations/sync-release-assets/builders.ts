import { digestOf, ReleaseError } from '@slipway/domain';
import type { Asset, Attempted, ChosenFile, Clock, Release, ReleaseFiles, Releases } from '../ports/index.js';
import type { ApplyPorts } from './apply/ports.js';
import type { ReleaseWish, WantedFile } from './wish.js';

export const aWantedFile = (name: string, text = name): WantedFile => ({
  name,
  path: `/files/${name}`,
  size: text.length,
  digest: digestOf(text),
});

export const anAsset = (name: string, text = name, part: Partial<Asset> = {}): Asset => ({
  id: 1,
  name,
  size: text.length,
  digest: digestOf(text),
  state: 'uploaded',
  url: `https://github.test/${name}`,
  ...part,
});

export const aRelease = (part: Partial<Release> = {}): Release => ({
  id: 7,
  tag: 'v1',
  title: 'v1',
  notes: '',
  target: 'main',
  state: 'draft',
  prerelease: false,
  immutable: false,
  url: 'https://github.test/releases/7',
  ...part,
});

export const aWish = (part: Partial<ReleaseWish> = {}): ReleaseWish => ({
  tag: 'v1',
  latest: 'legacy',
  end: 'public',
  ifExists: 'skip-identical',
  checksums: 'SHA256SUMS',
  owner: null,
  archive: null,
  ...part,
});

/**
 * What befalls one request. `unheard`: it never arrives. `lost`: it is done, and its answer lost. `broken`: of an upload arrives a part.
 * `corrupt`: of an upload arrive other bytes. `killed-…`: the process dies before or after it, and makes no other request.
 */
export type Fate = 'done' | 'unheard' | 'lost' | 'broken' | 'corrupt' | 'killed-before' | 'killed-after';

/** What a process that was killed does not live to see; nothing of ours catches it. */
export class Killed extends Error {}

export interface Stored extends Release {
  readonly assets: Asset[];
}

/** GitHub's releases of one repository, in memory, with what may befall a request. */
export class MemoryReleases implements Releases {
  readonly stored: Stored[];
  readonly requests: string[] = [];
  fates: Fate[];
  /** Called after each request, done or not. */
  watch: () => void = () => {};
  private dead = false;
  private ids: number;

  constructor(stored: readonly Stored[] = [], fates: readonly Fate[] = []) {
    this.stored = stored.map((release) => ({ ...release, assets: [...release.assets] }));
    this.fates = [...fates];
    this.ids = 1000;
  }

  /** A new process. */
  revive(): void {
    this.dead = false;
  }

  withTag = (tag: string): Promise<readonly Release[]> =>
    this.safe('withTag', () =>
      this.stored.filter((release) => release.tag === tag).map((stored): Release => ({ ...stored })),
    );

  assets = (id: number): Promise<readonly Asset[]> => this.safe('assets', () => [...this.release(id).assets]);

  createDraft = ({ target = 'main', ...wanted }: Parameters<Releases['createDraft']>[0]): Promise<Attempted<Release>> =>
    this.once('createDraft', () => {
      const id = (this.ids += 1);
      const release = aRelease({ ...wanted, target, id, url: `https://github.test/releases/${id}` });
      this.stored.push({ ...release, assets: [] });
      return { status: 'done', value: release };
    });

  change: Releases['change'] = (id, changes) => this.safe('change', () => Object.assign(this.release(id), changes));

  publish: Releases['publish'] = (id) =>
    this.safe('publish', () => {
      const release = Object.assign(this.release(id), { state: 'public' as const });
      return { ...release, assets: [...release.assets] };
    });

  remove: Releases['remove'] = (id) =>
    this.safe('remove', () => {
      this.stored.splice(this.stored.indexOf(this.release(id)), 1);
    });

  upload: Releases['upload'] = ({ id }, file) =>
    this.once('upload', (fate) => {
      const { assets, immutable } = this.release(id);
      if (immutable) throw unavailable('immutable');
      if (assets.some(({ name }) => name === file.name)) return { status: 'refused', reason: 'taken' };
      const part: Partial<Asset> =
        fate === 'broken'
          ? { state: 'starter', digest: null, size: 0 }
          : fate === 'corrupt'
            ? { digest: digestOf('noise') }
            : {};
      const asset = { ...anAsset(file.name), size: file.size, digest: file.digest, id: (this.ids += 1), ...part };
      assets.push(asset);
      return fate === 'broken' ? { status: 'unknown' } : { status: 'done', value: asset };
    });

  rename: Releases['rename'] = (asset, name) =>
    this.safe('rename', () => {
      const assets = this.assetsWith(asset.id);
      if (assets.some((other) => other.name === name && other.id !== asset.id)) throw unavailable('name taken');
      const renamed = { ...asset, name };
      assets.splice(
        assets.findIndex(({ id }) => id === asset.id),
        1,
        renamed,
      );
      return renamed;
    });

  removeAsset: Releases['removeAsset'] = (asset) =>
    this.safe('removeAsset', () => {
      const assets = this.assetsWith(asset.id);
      assets.splice(
        assets.findIndex(({ id }) => id === asset.id),
        1,
      );
    });

  private release(id: number): Stored {
    const release = this.stored.find((one) => one.id === id);
    if (!release) throw unavailable(`no release ${id}`);
    return release;
  }

  private assetsWith(id: number): Asset[] {
    const assets = this.stored.map((release) => release.assets).find((all) => all.some((asset) => asset.id === id));
    if (!assets) throw unavailable(`no asset ${id}`);
    return assets;
  }

  /** A request that the client repeats by itself: what is lost in spite of that is an error. */
  private safe<T>(name: string, work: () => T): Promise<T> {
    return this.request(name, work, () => {
      throw unavailable(`${name} had no answer`);
    });
  }

  /** A request that is sent once: what is lost is `unknown`. */
  private once<T>(name: string, work: (fate: Fate) => Attempted<T>): Promise<Attempted<T>> {
    return this.request(name, work, () => ({ status: 'unknown' }));
  }

  private async request<T>(name: string, work: (fate: Fate) => T, lost: () => T): Promise<T> {
    if (this.dead) throw new Killed();
    // Others that run at the same time have their turn.
    await new Promise((resolve) => setImmediate(resolve));
    if (this.dead) throw new Killed();
    this.requests.push(name);
    const fate = this.fates.shift() ?? 'done';
    this.dead = fate.startsWith('killed');
    try {
      if (fate === 'unheard') return lost();
      if (fate === 'killed-before') throw new Killed();
      const answer = work(fate);
      if (fate === 'killed-after') throw new Killed();
      return fate === 'lost' ? lost() : answer;
    } finally {
      this.watch();
    }
  }
}

const unavailable = (what: string): ReleaseError =>
  new ReleaseError([{ code: 'unavailable', severity: 'error', what, where: 'GitHub', remedy: 'run again' }]);

export const aClock = (): Clock => ({ now: () => 0, sleep: async () => {} });

export const applyPorts = (releases: Releases, part: Partial<ApplyPorts> = {}): ApplyPorts => ({
  releases,
  clock: aClock(),
  files: { isUnchanged: async () => true, hold: async (text) => `/held/${digestOf(text)}` },
  maxParallel: 3,
  told: () => {},
  ...part,
});

export const aChosenFile = (path: string, text = path): ChosenFile => ({
  path,
  file: `/chosen/${path}`,
  mode: 0o644,
  size: text.length,
  digest: digestOf(text),
});

/** Files in memory, and what was asked of them. */
export function memoryFiles(files: readonly ChosenFile[]): ReleaseFiles & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    async choose(_archive, whenFound) {
      if (files.length > 0) whenFound?.();
      return { files, findings: [] };
    },
    archive: async (name, members, time) => {
      asked.push(`archive ${name}`);
      const digest = digestOf(JSON.stringify([members, time]));
      return { name, path: `/made/${name}`, size: 10, digest };
    },
    isUnchanged: async () => true,
    hold: async (text) => `/held/${digestOf(text)}`,
    discard: async () => void asked.push('discard'),
  };
}
