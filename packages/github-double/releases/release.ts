import type { Repository } from '../repositories/repository.js';
import type { StoredBytes } from '../storage/blobs.js';
import type { Account } from '../world/accounts.js';
import { subject } from '../world/subject.js';

export interface Asset {
  readonly id: number;
  name: string;
  label: string | null;
  readonly contentType: string;
  readonly uploader: Account;
  readonly createdAt: number;
  updatedAt: number;
  downloads: number;
  /** `null` as long as, or because, the upload did not end: GitHub calls this a `starter`. */
  bytes: StoredBytes | null;
}

export interface Release {
  readonly id: number;
  tag: string;
  target: string;
  name: string | null;
  body: string | null;
  draft: boolean;
  prerelease: boolean;
  /** Published while the repository had immutable releases switched on. */
  immutable: boolean;
  readonly author: Account;
  /** The commit's time, not the release's: GitHub documents it so. */
  createdAt: number;
  /** When it was made, for stale reads. */
  readonly madeAt: number;
  publishedAt: number | null;
  updatedAt: number;
  readonly assets: Asset[];
}

interface Releases {
  readonly all: Release[];
  /** The release that was published with `make_latest: true` last. */
  latest: number | null;
  immutable: boolean;
  /** Tags of immutable releases: never free again, whatever is deleted. */
  readonly usedTags: Set<string>;
}

export const releasesOf = subject<Repository, Releases>(() => ({
  all: [],
  latest: null,
  immutable: false,
  usedTags: new Set(),
}));

/** The public release of a tag; drafts may share theirs. */
export const publishedUnder = (repository: Repository, tag: string): Release | null =>
  releasesOf(repository).all.find((release) => !release.draft && release.tag === tag) ?? null;

/** The one that was said to be, else the newest by its commit. */
export function latestOf(repository: Repository): Release | null {
  const { all, latest } = releasesOf(repository);
  const eligible = all.filter(({ draft, prerelease }) => !draft && !prerelease);
  return (
    eligible.find(({ id }) => id === latest) ??
    eligible.toSorted((a, b) => b.createdAt - a.createdAt || b.id - a.id)[0] ??
    null
  );
}
