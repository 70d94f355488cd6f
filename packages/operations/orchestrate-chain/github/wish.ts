import type { Policy } from '../engine/state.js';
import type { Manifest } from '../manifest/manifest.js';
import type { Selection } from '../plan/selection.js';

/** What can be wanted of a release, besides steering what goes already. */
export type ReleaseCommand = 'preflight' | 'build' | 'prepare' | 'publish' | 'run';

/** What is wanted of a chain that GitHub builds. */
export interface GithubWish {
  readonly manifest: Manifest;
  /** The manifest's path as the user wrote it: findings name it. */
  readonly file: string;
  /** `owner/name` of the repository whose workflow drives the chain, whose environment asks for approval and whose refs keep the state. */
  readonly home: string;
  /** `build` makes no GitHub Release. */
  readonly purpose: 'build' | 'release';
  readonly selection: Selection;
  readonly policy: Policy;
  /** The release's tag; chain runs are called after it. */
  readonly tag: string;
  /** `restart` cancels what was begun under this tag and deletes its draft; never after publication. */
  readonly begin: 'continue' | 'restart';
  /** A dry run reads everything and writes nothing. */
  readonly mode: 'apply' | 'dry-run';
  /** Milliseconds: until a runner takes a build; for one build; for this invocation, after which the chain is left `continuing`. */
  readonly queueTimeout: number;
  readonly runTimeout: number;
  readonly timeout: number;
  /** Of a run whose owner cannot be asked. */
  readonly ownership: 'respect' | 'take-over';
  /** Where the state is kept: in refs of `home`, or on this machine. */
  readonly ledger: 'refs' | 'file';
  readonly release: GithubReleaseWish;
  /** What makes the release where orchestration itself cannot go on. */
  readonly fallback?: FallbackWish;
}

/** A user's former workflow, in the repository that orchestrates. */
export interface FallbackWish {
  /** `owner/name`. */
  readonly repository: string;
  /** File name below `.github/workflows`. */
  readonly workflow: string;
  /** Branch or tag that it is started at where the release's tag is not there yet; `null`: the default branch. */
  readonly ref: string | null;
  /** Files of workflows that it must not be: the one that is running, and the one that `resume` and `retry` start. */
  readonly orchestrators: readonly string[];
}

export interface GithubReleaseWish {
  /** What is released to, `owner/name`. */
  readonly repository: string;
  /** `auto`: by the tag's version, or where the tag is no version, by the components'. */
  readonly prerelease: 'auto' | 'true' | 'false';
  readonly latest: 'true' | 'false' | 'legacy';
  /** Commit that the tag is made at where it is not there yet. */
  readonly target?: string;
  /** `null`: made from the commits. */
  readonly notes: string | null;
  /** Whether the components are tagged at the commits that were built. */
  readonly tags: 'components' | 'release-only';
  /** Who has to approve; `null` where nobody has to. */
  readonly environment: string | null;
}
