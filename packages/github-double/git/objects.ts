import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { deflateSync, inflateSync } from 'node:zlib';

export type ObjectType = 'blob' | 'tree' | 'commit' | 'tag';

export interface GitObject {
  readonly type: ObjectType;
  readonly data: Buffer;
}

/**
 * The objects of a bare repository, read and written without a process. What is written here stays in memory until git has to find it on disk:
 * most repositories are gone before a git process looked into them. On disk all are loose: the repository's configuration
 * makes git unpack what is pushed (`receive.unpackLimit`) and never pack it again (`gc.auto`).
 */
export class ObjectStore {
  readonly #folder: string;
  /** Those that are not on disk yet. */
  readonly #ahead = new Map<string, GitObject>();
  readonly #types = new Map<string, ObjectType>();

  /** `folder`: the bare repository's. */
  constructor(folder: string) {
    this.#folder = join(folder, 'objects');
  }

  has(sha: string): boolean {
    return this.#ahead.has(sha) || (isSha(sha) && existsSync(this.#path(sha)));
  }

  /** The one object whose name begins so; `null` where there is none, or more. */
  abbreviated(start: string): string | null {
    if (!/^[0-9a-f]{4,40}$/.test(start)) return null;
    const folder = join(this.#folder, start.slice(0, 2));
    const loose = existsSync(folder) ? readdirSync(folder).map((rest) => start.slice(0, 2) + rest) : [];
    const [name, ...others] = [...this.#ahead.keys(), ...loose].filter((one) => one.startsWith(start));
    return name === undefined || others.length > 0 ? null : name;
  }

  /** `null` where there is no such object, or `sha` is no object's name. */
  read(sha: string): GitObject | null {
    const ahead = this.#ahead.get(sha);
    if (ahead) return ahead;
    if (!this.has(sha)) return null;
    const raw = inflateSync(readFileSync(this.#path(sha)));
    const end = raw.indexOf(0);
    const [type] = raw.toString('latin1', 0, end).split(' ');
    return { type: type as ObjectType, data: raw.subarray(end + 1) }; // git or `toDisk` wrote it
  }

  /** Remembered, as an object never changes; `null` where there is none. */
  typeOf(sha: string): ObjectType | null {
    const type = this.#types.get(sha) ?? this.read(sha)?.type ?? null;
    if (type !== null) this.#types.set(sha, type);
    return type;
  }

  /** The object's data, or `null` where there is none of that type. */
  readAs(type: ObjectType, sha: string): Buffer | null {
    const object = this.read(sha);
    return object?.type === type ? object.data : null;
  }

  /** Returns the object's name. */
  write(type: ObjectType, data: Buffer): string {
    const sha = createHash('sha1').update(head({ type, data })).update(data).digest('hex');
    if (!this.has(sha)) this.#ahead.set(sha, { type, data });
    return sha;
  }

  toDisk(): void {
    for (const [sha, object] of this.#ahead) {
      writeWhole(this.#path(sha), deflateSync(Buffer.concat([Buffer.from(head(object)), object.data])));
    }
    this.#ahead.clear();
  }

  #path(sha: string): string {
    return join(this.#folder, sha.slice(0, 2), sha.slice(2));
  }
}

const head = ({ type, data }: GitObject): string => `${type} ${data.length}\0`;

export const isSha = (text: string): boolean => /^[0-9a-f]{40}$/.test(text);

/** A file that a git process may read at any moment appears by a rename. */
export function writeWhole(path: string, content: Buffer | string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, content);
  renameSync(`${path}.new`, path);
}
