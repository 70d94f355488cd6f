import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from './objects.js';

export interface Ref {
  /** `refs/heads/main`. */
  readonly name: string;
  readonly sha: string;
}

/** The refs of a bare repository. Git sees them once they are on disk: one file each, as nothing here packs them. */
export class RefStore {
  readonly #folder: string;
  readonly #all = new Map<string, string>();
  /** As they stand on disk. */
  #written: ReadonlyMap<string, string> = new Map();

  constructor(folder: string) {
    this.#folder = folder;
  }

  get(name: string): string | null {
    return this.#all.get(name) ?? null;
  }

  /** Refs whose names begin with `prefix`, sorted by bytes. */
  list(prefix: string): Ref[] {
    return [...this.#all]
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, sha]) => ({ name, sha }))
      .toSorted((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
  }

  /** `false` where it cannot be, because `a` and `a/b` cannot be refs at once. */
  set(name: string, sha: string): boolean {
    const isBlocked = [...this.#all.keys()].some((one) => one.startsWith(`${name}/`) || name.startsWith(`${one}/`));
    if (!isBlocked) this.#all.set(name, sha);
    return !isBlocked;
  }

  remove(name: string): void {
    this.#all.delete(name);
  }

  toDisk(): void {
    for (const name of this.#written.keys()) {
      if (!this.#all.has(name)) rmSync(join(this.#folder, name), { force: true });
    }
    for (const [name, sha] of this.#all) {
      if (this.#written.get(name) === sha) continue;
      if (!this.#written.has(name)) rmSync(join(this.#folder, name), { recursive: true, force: true }); // an empty folder that a deleted ref left
      writeWhole(join(this.#folder, name), `${sha}\n`);
    }
    this.#written = new Map(this.#all);
  }

  /** Takes over what git moved. */
  fromDisk(): void {
    const found = new Map(this.#below('refs'));
    for (const name of new Set([...this.#written.keys(), ...found.keys()])) {
      const sha = found.get(name);
      if (sha === this.#written.get(name)) continue; // it may have been moved here meanwhile
      if (sha === undefined) this.#all.delete(name);
      else this.#all.set(name, sha);
    }
    this.#written = found;
  }

  #below(folder: string): [name: string, sha: string][] {
    return readdirSync(join(this.#folder, folder), { withFileTypes: true }).flatMap((entry): [string, string][] => {
      const name = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return this.#below(name);
      return isRefName(name) ? [[name, readFileSync(join(this.#folder, name), 'utf8').trim()]] : [];
    });
  }
}

/** The rules of `git check-ref-format`, and GitHub's: it begins with `refs` and has two slashes at least. */
export const isRefName = (name: string): boolean =>
  /^refs\/[^/]+\/.+$/.test(name) &&
  // oxlint-disable-next-line no-control-regex -- control characters are what git forbids
  !/[\u0000-\u0020\u007f~^:?*[\\]|\.\.|@\{|\/\/|\/$|\.$/.test(name) &&
  name.split('/').every((part) => !part.startsWith('.') && !part.endsWith('.lock'));
