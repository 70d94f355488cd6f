import { resolve } from 'node:path';
import type { Component } from '../orchestrate-chain/manifest/manifest.js';
import type { Place, Standing } from '../ports/index.js';

/** A path that components of the manifest name as theirs. */
export interface WantedCheckout {
  /** Absolute. */
  readonly path: string;
  /** Sorted. */
  readonly components: readonly string[];
  /** Where it can be cloned from, as the manifest writes it; more than one cannot be right. */
  readonly repositories: readonly string[];
}

/** Each path once, in the order of the components. `manifestDir`: absolute. */
export function wantedCheckouts(components: readonly Component[], manifestDir: string): readonly WantedCheckout[] {
  const wanted = new Map<string, WantedCheckout>();
  for (const { name, build } of components) {
    if (build?.path === undefined) continue;
    const path = resolve(manifestDir, build.path);
    const { components: names = [], repositories = [] } = wanted.get(path) ?? {};
    wanted.set(path, {
      path,
      components: [...names, name],
      repositories: [...new Set([...repositories, ...(build.repository === undefined ? [] : [build.repository])])],
    });
  }
  return [...wanted.values()];
}

export type Step =
  | { readonly type: 'clone'; readonly repository: string }
  | { readonly type: 'update'; readonly root: string }
  | { readonly type: 'leave'; readonly why: string }
  | { readonly type: 'refuse'; readonly why: string; readonly remedy: string };

/** What is to be done about one path. `manifestDir`: absolute. */
export function planCheckout({ repositories }: WantedCheckout, place: Place, manifestDir: string): Step {
  switch (place.kind) {
    case 'no-git':
      return { type: 'leave', why: 'it is in no git repository' };
    case 'checkout':
      return isIn(manifestDir, place.root)
        ? { type: 'leave', why: 'the manifest is in the same repository, and is not changed while it is read' }
        : { type: 'update', root: place.root };
    case 'missing':
      return planClone(repositories);
  }
}

function planClone([repository, ...others]: readonly string[]): Step {
  if (repository === undefined) {
    const remedy = 'set repository under [slipway.components.<name>], or owner under [slipway], or correct path';
    return { type: 'refuse', why: 'there is no such folder, and no repository to clone', remedy };
  }
  if (others.length > 0) {
    const why = `there is no such folder, and it cannot be a clone of each of ${[repository, ...others].join(', ')}`;
    return { type: 'refuse', why, remedy: 'name one repository for one path' };
  }
  return { type: 'clone', repository };
}

const isIn = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);

export type Forwarding =
  | { readonly type: 'forward'; readonly branch: string; readonly commits: number }
  | { readonly type: 'current' }
  | { readonly type: 'leave'; readonly why: string };

/** Whether a checkout whose remote has been fetched may move: only where nothing can be lost. */
export function planForwarding({ branch, distance, changes }: Standing): Forwarding {
  if (branch === null) return { type: 'leave', why: 'no branch is checked out' };
  if (distance === null) return { type: 'leave', why: `the branch ${branch} follows no other` };
  const { ahead, behind } = distance;
  if (behind === 0) return { type: 'current' };
  if (changes > 0) return { type: 'leave', why: `files changed and not committed: ${changes}` };
  if (ahead > 0) return { type: 'leave', why: `commits of its own on ${branch}: ${ahead}` };
  return { type: 'forward', branch, commits: behind };
}
