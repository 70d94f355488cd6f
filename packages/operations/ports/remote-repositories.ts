import type { Attempted } from './releases.js';
import type { RepositoryName } from './workflow-runs.js';

/** A commit that a tag, branch or hash was resolved to. */
export interface RemoteCommit {
  readonly commit: string;
  /** Seconds since 1970. */
  readonly time: number;
}

/** What a workflow's file says at some ref, and whether GitHub would start it. */
export interface RemoteWorkflow {
  /** File name below `.github/workflows`. */
  readonly file: string;
  /** `unlisted`: GitHub does not know it, as it is not on the default branch and has never run; it takes no dispatch. */
  readonly state: 'active' | 'disabled' | 'unlisted';
  /** The file's text, for whoever has to read more of it. */
  readonly text: string;
  /** `null` where it cannot be started by dispatch. */
  readonly dispatch: {
    readonly inputs: ReadonlyMap<string, { readonly required: boolean; readonly hasDefault: boolean }>;
  } | null;
  /** Types of `repository_dispatch` that it listens to; `[]` for all, `null` for none. */
  readonly events: readonly string[] | null;
  /** Tag patterns whose push starts it, in GitHub's own syntax, `!` included; `[]` for every tag, `null` for none. */
  readonly tags: readonly string[] | null;
}

export interface RemoteEnvironment {
  readonly reviewers: number;
  readonly preventSelfReview: boolean;
  /** Minutes. */
  readonly waitTimer: number;
}

/** As GitHub writes permissions of tokens: `actions: write`. */
export type Permission = `${'actions' | 'contents' | 'workflows'}: ${'read' | 'write'}`;

/** What can be known of repositories before anything is done to them. `null`: there is no such thing, in a repository that is. */
export interface RemoteRepositories {
  /** Throws `not-found` where the repository is not there or not to be seen. */
  look(repository: RepositoryName): Promise<{ readonly defaultBranch: string }>;
  /** Whether we have it, as far as GitHub tells without anything being written. `unknown`: only doing it will tell. */
  permission(repository: RepositoryName, permission: Permission): Promise<'granted' | 'missing' | 'unknown'>;
  /** A hash, or the name of a branch, else of a tag: a dispatch takes the branch, too. */
  resolve(repository: RepositoryName, name: string): Promise<RemoteCommit | null>;
  tag(repository: RepositoryName, tag: string): Promise<RemoteCommit | null>;
  /** Names of tags, a hundred at most: to guess what was meant. */
  tags(repository: RepositoryName): Promise<readonly string[]>;
  /** Subjects of the commits after `from` up to `to`, newest first; `null` where GitHub cannot tell. */
  changes(repository: RepositoryName, from: string, to: string): Promise<readonly string[] | null>;
  workflow(repository: RepositoryName, file: string, ref: string): Promise<RemoteWorkflow | null>;
  /** Of a file, by its path in the repository. */
  text(repository: RepositoryName, path: string, ref: string): Promise<string | null>;
  /** All workflows of the default branch. */
  workflows(repository: RepositoryName): Promise<readonly RemoteWorkflow[]>;
  environment(repository: RepositoryName, name: string): Promise<RemoteEnvironment | null>;
  /** A lightweight tag; `refused` where there is one of that name. */
  createTag(repository: RepositoryName, tag: string, commit: string): Promise<Attempted<null>>;
}
