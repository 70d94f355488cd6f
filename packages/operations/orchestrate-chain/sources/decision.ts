import type { Component } from '../manifest/manifest.js';

export interface Commit {
  readonly commit: string;
  /** Seconds since 1970. */
  readonly time: number;
}

/** What a component names. */
export interface RevisionNames {
  readonly commit?: string | undefined;
  readonly tag: string;
  readonly ref?: string | undefined;
}

/** What the repository knows of that; `null`: nothing. */
export interface Revisions {
  readonly pinned: Commit | null;
  readonly tagged: Commit | null;
  readonly referred: Commit | null;
}

export const namesOf = ({ commit, tag, build, remote }: Component): RevisionNames => ({
  commit,
  tag,
  ref: (build ?? remote)?.ref,
});

/** A branch may be called like a short commit; then it is not the commit that was meant. */
export const isMeant = (found: Commit | null, commit: string): boolean =>
  found?.commit.startsWith(commit.toLowerCase()) ?? false;

/** Which commit is meant, or why none is. */
export type Decision =
  | { readonly status: 'decided'; readonly commit: Commit }
  | { readonly status: 'disagreement'; readonly pinned: Commit; readonly tagged: Commit }
  | { readonly status: 'missing'; readonly kind: 'commit' | 'tag' | 'ref'; readonly name: string };

/** The pinned commit, else the tag, else `ref`. A tag that is not there yet does not contradict a pinned commit. */
export function decide({ commit, tag, ref }: RevisionNames, { pinned, tagged, referred }: Revisions): Decision {
  if (commit !== undefined) {
    if (pinned === null) return { status: 'missing', kind: 'commit', name: commit };
    if (tagged !== null && tagged.commit !== pinned.commit) return { status: 'disagreement', pinned, tagged };
    return { status: 'decided', commit: pinned };
  }
  if (tagged !== null) return { status: 'decided', commit: tagged };
  if (ref === undefined) return { status: 'missing', kind: 'tag', name: tag };
  return referred ? { status: 'decided', commit: referred } : { status: 'missing', kind: 'ref', name: ref };
}

/** Whether a copy of the repository, however old, answers this: a commit never changes, a tag or branch may have moved. */
export const isTimeless = (names: RevisionNames, { pinned, tagged }: Revisions): boolean =>
  names.commit !== undefined && pinned !== null && pinned.commit === tagged?.commit;
