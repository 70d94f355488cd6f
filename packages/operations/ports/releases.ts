import type { Digest } from '@slipway/domain';

/** What a write that creates something came to. It is sent once: who reads `unknown` looks before repeating (design: a lost answer). */
export type Attempted<T> =
  | { readonly status: 'done'; readonly value: T }
  | { readonly status: 'refused'; readonly reason: 'taken' }
  | { readonly status: 'unknown' };

export interface Release {
  readonly id: number;
  readonly tag: string;
  readonly title: string;
  readonly notes: string;
  /** Branch or commit that the tag is made at when a draft is published. */
  readonly target: string;
  readonly state: 'draft' | 'public';
  readonly prerelease: boolean;
  /** Takes no more assets, ever. */
  readonly immutable: boolean;
  readonly url: string;
}

export interface PublishedRelease extends Release {
  /** With the addresses that the public has. Nobody says that these are all. */
  readonly assets: readonly Asset[];
}

export interface Asset {
  readonly id: number;
  /** As GitHub keeps it: it renames odd characters. */
  readonly name: string;
  readonly size: number;
  /** `null` on old assets. */
  readonly digest: Digest | null;
  /** Only `uploaded` is whole; `starter` and `open` are what a broken upload left, and block the name. */
  readonly state: 'uploaded' | 'starter' | 'open';
  readonly url: string;
}

export interface NewRelease {
  readonly tag: string;
  readonly title: string;
  readonly notes: string;
  readonly target?: string;
  readonly prerelease: boolean;
}

/** A file on this machine that becomes an asset; read anew for each try, never held in memory. */
export interface LocalFile {
  readonly name: string;
  readonly path: string;
  readonly size: number;
  readonly digest: Digest;
}

/** Releases of one repository. */
export interface Releases {
  /** Drafts included: GitHub's lookup by tag hides them, so adapters list. More than one: two drafts of one tag. */
  withTag(tag: string): Promise<readonly Release[]>;
  createDraft(release: NewRelease): Promise<Attempted<Release>>;
  change(id: number, changes: Partial<Omit<NewRelease, 'tag'>>): Promise<Release>;
  publish(id: number, latest: 'true' | 'false' | 'legacy'): Promise<PublishedRelease>;
  /** Of a draft of ours. */
  remove(id: number): Promise<void>;
  /** All. Where about so many are `expected`, they are asked for at once. */
  assets(id: number, expected?: number): Promise<readonly Asset[]>;
  /** `sent` is told again and again how many of the file's bytes have gone; each try begins at 0. */
  upload(release: Release, file: LocalFile, sent?: (bytes: number) => void): Promise<Attempted<Asset>>;
  rename(asset: Asset, name: string): Promise<Asset>;
  removeAsset(asset: Asset): Promise<void>;
}

/** What is in assets. */
export interface AssetContents {
  /** All of it, as UTF-8; for small assets. Drafts' too, for whoever may see them. */
  text(asset: Asset): Promise<string>;
}
