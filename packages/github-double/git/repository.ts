import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Commit, readTag, type Signature, writeCommit } from './commits.js';
import { History } from './history.js';
import { isSha, ObjectStore } from './objects.js';
import { RefStore } from './refs.js';
import { changeTree, entryAt, type Mode, type TreeChange, writeTree } from './trees.js';

/** Files by path; `null` removes one. */
export type Files = Readonly<Record<string, string | Buffer | null>>;

/** GitHub answers fetches of any commit that it has; the others keep all objects loose (see ObjectStore). */
const config = `[core]
\trepositoryformatversion = 0
\tfilemode = true
\tbare = true
[receive]
\tunpackLimit = 1000000000
\tautogc = false
[gc]
\tauto = 0
[http]
\treceivepack = true
[uploadpack]
\tallowAnySHA1InWant = true
\tallowFilter = true
`;

/** A bare git repository, which stands on disk as soon as git itself is to look into it. */
export class GitRepository {
  readonly objects: ObjectStore;
  readonly refs: RefStore;
  readonly history: History;
  readonly defaultBranch: string;
  readonly #folder: string;
  #filled = false;

  /** Its place on disk will be `folder`. */
  constructor(folder: string, defaultBranch: string) {
    this.#folder = folder;
    this.defaultBranch = defaultBranch;
    this.objects = new ObjectStore(folder);
    this.refs = new RefStore(folder);
    this.history = new History(this.objects);
  }

  /** The folder in which git finds all that there is by now. Refs that git moves there count after `refs.fromDisk()`. */
  onDisk(): string {
    if (!existsSync(this.#folder)) this.#begin();
    this.objects.toDisk();
    this.refs.toDisk();
    return this.#folder;
  }

  #begin(): void {
    for (const needed of ['objects/pack', 'objects/info', 'refs/heads', 'refs/tags']) {
      mkdirSync(join(this.#folder, needed), { recursive: true });
    }
    writeFileSync(join(this.#folder, 'HEAD'), `ref: refs/heads/${this.defaultBranch}\n`);
    writeFileSync(join(this.#folder, 'config'), config);
  }

  /** Once it has had a branch it is never empty again: GitHub keeps the default branch from being deleted. */
  isEmpty(): boolean {
    this.#filled ||= this.refs.list('refs/heads/').length > 0;
    return !this.#filled;
  }

  branch(name: string): string | null {
    return this.refs.get(`refs/heads/${name}`);
  }

  /** The commit that a branch, a tag, a full ref name or a commit's name, cut off or not, stands for; a branch wins over a tag. */
  resolve(ref: string): Commit | null {
    const sha = this.#named(ref) ?? (isSha(ref) ? ref : this.objects.abbreviated(ref));
    return sha === null ? null : this.history.commit(this.peel(sha));
  }

  #named(ref: string): string | null {
    const full = ref === 'HEAD' ? [`heads/${this.defaultBranch}`] : [`heads/${ref}`, `tags/${ref}`, ref];
    for (const name of [...full.map((end) => `refs/${end}`), ref]) {
      const sha = this.refs.get(name);
      if (sha !== null) return sha;
    }
    return null;
  }

  /** The object below annotated tags. */
  peel(sha: string): string {
    if (this.objects.typeOf(sha) !== 'tag') return sha;
    return this.peel(readTag(this.objects, sha)?.object ?? '');
  }

  /** A file's bytes at a commit, or `null`. */
  file(commit: string, path: string): Buffer | null {
    const tree = this.history.commit(commit)?.tree;
    const entry = tree === undefined ? null : entryAt(this.objects, tree, path);
    return entry?.type === 'blob' ? this.objects.readAs('blob', entry.sha) : null;
  }

  /** Writes a commit on top of `parent` (`null`: a root) and returns its name; moves no ref. */
  commitFiles(parent: string | null, files: Files, message: string, author: Signature): string {
    const base = parent === null ? null : (this.history.commit(parent)?.tree ?? null);
    const tree = changeTree(
      this.objects,
      base,
      Object.entries(files).map(([path, content]) => this.#change(path, content)),
    );
    return writeCommit(this.objects, {
      tree: tree ?? writeTree(this.objects, []),
      parents: parent === null ? [] : [parent],
      author,
      committer: author,
      message,
    });
  }

  /** What begins like a script can be executed. */
  #change(path: string, content: string | Buffer | null): TreeChange {
    if (content === null) return { path, entry: null };
    const data = Buffer.from(content);
    const mode: Mode = data.subarray(0, 2).toString() === '#!' ? '100755' : '100644';
    return { path, entry: { mode, sha: this.objects.write('blob', data) } };
  }
}
