import type { Finding, Requirement } from '@slipway/domain';

export type { Requirement };

export type RetryOn = 'infrastructure' | 'any';
export type OnFailure = 'keep-going' | 'fail-fast';

/** One component of the set, with the defaults of `[slipway]` and its own `[slipway.components.<name>]` filled in. */
export interface Component {
  readonly name: string;
  readonly version: string;
  /** `git_tag`, else `v<version>`. */
  readonly tag: string;
  /** `git_commit`, where it is not empty. */
  readonly commit?: string;
  /** Sorted by name, each name once. */
  readonly requires: readonly Requirement[];
  readonly binaries: readonly string[];
  /** What `[slipway]` says about building it; absent where the manifest says nothing: it can be planned, not built. */
  readonly build?: BuildSettings;
  /** How its own workflow builds it, on GitHub; absent where the manifest names no workflow and no event. */
  readonly remote?: RemoteSettings;
  /** What building needs and the manifest does not say; absent where nothing is missing. */
  readonly lacks?: readonly BuildNeed[];
}

/** `repository` stands for any source: a repository, a path, or the owner of a repository called like the component. */
export type BuildNeed = 'build' | 'artifacts' | 'repository';

/** How often a build is tried, and how long. */
export interface AttemptRules {
  readonly attempts: number;
  readonly retryOn: RetryOn;
  /** Milliseconds. */
  readonly timeout: number;
}

export interface RemoteSettings extends AttemptRules {
  /** `owner/name`. */
  readonly repository: string;
  readonly trigger:
    { readonly kind: 'workflow'; readonly workflow: string } | { readonly kind: 'event'; readonly type: string };
  /** The branch or tag whose workflow runs, and that is built where neither commit nor tag says what; by default the default branch. */
  readonly ref?: string;
  /** Sent along; `{marker}`, `{component}`, `{version}`, `{tag}`, `{set}` and `{commit}` in them are filled in. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Patterns of names of artifacts, for a repository that does not follow the callee contract; absent where it does. */
  readonly collect?: readonly [string, ...string[]];
}

export interface BuildSettings extends AttemptRules {
  /** The command as an argument array, never empty; `{manifest-dir}` in it is filled in by the builder. */
  readonly command: readonly [string, ...string[]];
  /** Patterns of the files that it makes, relative to the checkout; never empty. */
  readonly artifacts: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
  /** Names of variables that pass through although they look like secrets. */
  readonly passEnv: readonly string[];
  /** Tool name → semver range, `*` for any. */
  readonly tools: Readonly<Record<string, string>>;
  /** A checkout, a folder in one, or a folder in no repository; relative to the manifest's folder. Serves local builds only. */
  readonly path?: string;
  /** `owner/name` on the GitHub server, or anything that git clones; by default `<owner>/<component>`. */
  readonly repository?: string;
  /** What an empty `git_commit` means where the tag does not exist. */
  readonly ref?: string;
}

export interface Manifest {
  /** `[release_set] id`. */
  readonly set: string;
  /** Sorted by name, so that equal sets are equal whatever the order of their lines. */
  readonly components: readonly Component[];
  readonly maxParallel?: number;
  readonly onFailure: OnFailure;
}

export type ParsedManifest =
  | { readonly status: 'valid'; readonly manifest: Manifest; readonly notices: readonly Finding[] }
  | { readonly status: 'invalid'; readonly findings: readonly [Finding, ...Finding[]] };
