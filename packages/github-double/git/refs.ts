import { type Dirent, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from './objects.js';

export interface Ref {
  /** `refs/heads/main`. */
  readonly name: string;
  readonly sha: string;
}

/** The refs of a bare repository: one file each, as nothing here packs them. */
export class RefStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  get(name: string): string | null {
    if (!isRefName(name)) return null;
    try {
      return readFileSync(join(this.#folder, name), 'utf8').trim();
    } catch {
      return null; // no such file, or a folder
    }
  }

  /** Refs whose names begin with `prefix`, sorted by bytes. */
  list(prefix: string): Ref[] {
    const folder = prefix.slice(0, prefix.lastIndexOf('/'));
    return this.#below(folder).filter(({ name }) => name.startsWith(prefix));
  }

  /** `false` where it cannot be, because `a` and `a/b` cannot be refs at once. */
  set(name: string, sha: string): boolean {
    const parts = name.split('/');
    const blocked = parts.some(
      (_, end) => end > 1 && end < parts.length && this.get(parts.slice(0, end).join('/')) !== null,
    );
    if (blocked || this.#below(name).length > 0) return false;
    rmSync(join(this.#folder, name), { recursive: true, force: true }); // an empty folder that a deleted ref left
    writeWhole(join(this.#folder, name), `${sha}\n`);
    return true;
  }

  remove(name: string): void {
    rmSync(join(this.#folder, name), { force: true });
  }

  #below(folder: string): Ref[] {
    return entries(join(this.#folder, folder))
      .flatMap((entry): Ref[] => {
        const name = `${folder}/${entry.name}`;
        if (entry.isDirectory()) return this.#below(name);
        const sha = this.get(name);
        return sha === null ? [] : [{ name, sha }];
      })
      .toSorted((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
  }
}

function entries(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return []; // no such folder, or a file
  }
}

/** The rules of `git check-ref-format`, and GitHub's: it begins with `refs` and has two slashes at least. */
export const isRefName = (name: string): boolean =>
  /^refs\/[^/]+\/.+$/.test(name) &&
  // oxlint-disable-next-line no-control-regex -- control characters are what git forbids
  !/[\u0000-\u0020\u007f~^:?*[\\]|\.\.|@\{|\/\/|\/$|\.$/.test(name) &&
  name.split('/').every((part) => !part.startsWith('.') && !part.endsWith('.lock'));
