import type { Asset, Release } from '../../ports/index.js';

/** A draft that looks as a run of ours makes it, beside the release that is meant. */
export interface Twin {
  readonly release: Release;
  readonly assets: readonly Asset[];
}

/** The release as it stands; `null` where there is none yet. */
export interface Standing {
  readonly release: Release | null;
  readonly assets: readonly Asset[];
  readonly twins?: readonly Twin[];
}
