import { type Commit, readCommit } from './commits.js';
import type { ObjectStore } from './objects.js';

/** What can be asked of a repository's commits. They never change, so each is read once. */
export class History {
  readonly #objects: ObjectStore;
  readonly #read = new Map<string, Commit>();

  constructor(objects: ObjectStore) {
    this.#objects = objects;
  }

  commit(sha: string): Commit | null {
    const commit = this.#read.get(sha) ?? readCommit(this.#objects, sha);
    if (commit) this.#read.set(sha, commit);
    return commit;
  }

  /** `sha` and all before it, newest first, without `hidden`. */
  log(sha: string, hidden: ReadonlySet<string> = new Set()): Commit[] {
    const seen = new Set<string>();
    const found: Commit[] = [];
    const waiting = [sha];
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const commit = seen.has(next) || hidden.has(next) ? null : this.commit(next);
      seen.add(next);
      if (!commit) continue;
      found.push(commit);
      waiting.push(...commit.parents);
    }
    return found.toSorted((a, b) => b.committer.date - a.committer.date); // stable: parents stay behind
  }

  isAncestor(ancestor: string, descendant: string): boolean {
    if (ancestor === descendant || this.commit(descendant)?.parents.includes(ancestor)) return true;
    return this.#all(descendant).has(ancestor);
  }

  /** The newest commit that both have; `null` where they share none. */
  mergeBase(one: string, other: string): Commit | null {
    const ours = this.#all(one);
    return this.log(other).find(({ sha }) => ours.has(sha)) ?? null;
  }

  /** Commits that `head` has and `base` has not, newest first. */
  between(base: string, head: string): Commit[] {
    return this.log(head, this.#all(base));
  }

  #all(sha: string): ReadonlySet<string> {
    return new Set(this.log(sha).map((commit) => commit.sha));
  }
}
