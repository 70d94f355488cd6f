import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { digestOf, type Finding, problem, ReleaseError } from '@slipway/domain';
import type { ChosenFile, ChosenFiles, ReleaseFiles } from '@slipway/operations/ports';
import { ifThere, onDisk } from '../disk.js';
import { type ArchiveFormat, archiveBytes, formatOf } from './archive.js';
import { writeHashed } from '../archives/write-hashed.js';
import { chooseFiles } from './choose.js';
import { hashAll } from './hash-all.js';
import { identityOf } from './identity.js';
import { type Patterns, readPatterns } from './patterns.js';

export interface ReleaseFilesOptions {
  /** Absolute; nothing outside of it is taken. */
  readonly root: string;
  /** As they were written, one each; `!` in front excludes. */
  readonly patterns: readonly string[];
  readonly told?: (event: FilesEvent) => void;
}

/** What happens to the files before any is uploaded, for whoever watches. */
export type FilesEvent =
  | { readonly event: 'chosen'; readonly files: number }
  | { readonly event: 'hashed' | 'packed'; readonly bytes: number };

/** The files below a folder that patterns choose. What is made of them stands in a folder of its own, until `discard`. */
export function releaseFiles({ root, patterns, told = () => {} }: ReleaseFilesOptions): ReleaseFiles {
  /** As the files were when they were hashed. */
  const identities = new Map<string, string | null>();
  let made: string | null = null;

  const placeFor = (name: string): string => {
    made ??= mkdtempSync(join(tmpdir(), 'slipway-assets-'));
    return join(made, name);
  };
  const remember = (path: string): void => void identities.set(path, identityOf(path));
  const isSame = (path: string): boolean => identityOf(path) === identities.get(path);
  const toHash = (path: string): Omit<ChosenFile, 'digest'> => {
    const file = join(root, path);
    remember(file);
    const stats = ifThere(() => statSync(file));
    if (!stats) throw changed(file);
    // What else the disk says of modes depends on umasks and file systems.
    return { path, file, size: stats.size, mode: (stats.mode & 0o100) === 0 ? 0o644 : 0o755 };
  };

  return {
    choose: (archive, whenFound = () => {}) =>
      onDisk(root, async () => {
        if (archive !== undefined) checkedFormat(archive);
        const { paths, findings } = chosenIn(root, readPatterns(patterns));
        told({ event: 'chosen', files: paths.length });
        const found = paths.map(toHash);
        if (found.length > 0) whenFound();
        const files = new Map<string, ChosenFile>();
        await hashAll(found, ({ path, file, size, mode }, digest) => {
          if (digest === null || !isSame(file)) throw changed(file);
          files.set(path, { path, file, mode, size, digest });
          told({ event: 'hashed', bytes: size });
        });
        return { files: paths.flatMap((path) => files.get(path) ?? []), findings } satisfies ChosenFiles;
      }),
    async archive(name, files, time) {
      const path = placeFor(basename(name));
      const bytes = archiveBytes(checkedFormat(name), files, time, {
        isSame,
        packing: ({ size }) => told({ event: 'packed', bytes: size }),
      });
      const written = await onDisk(path, () => writeHashed(path, bytes));
      remember(path);
      return { name, path, ...written };
    },
    isUnchanged: async ({ path }) => isSame(path),
    async hold(text) {
      const path = placeFor(digestOf(text));
      await onDisk(path, () => writeFileSync(path, text));
      remember(path);
      return path;
    },
    async discard() {
      if (made !== null) rmSync(made, { recursive: true, force: true });
      made = null;
    },
  };
}

function chosenIn(root: string, patterns: Patterns): { paths: readonly string[]; findings: readonly Finding[] } {
  refuse(patterns.findings);
  if (!statSync(root, { throwIfNoEntry: false })?.isDirectory())
    refuse([problem('not-found', 'there is no such folder', root, 'give a folder that is there')]);
  const choice = chooseFiles(root, patterns);
  refuse(choice.findings);
  return choice;
}

function checkedFormat(name: string): ArchiveFormat {
  const format = formatOf(name);
  if (format && basename(name) === name) return format;
  throw new ReleaseError([
    problem(
      'bad-input',
      'this is no name for an archive',
      `archive ${name}`,
      'give a name that ends with .zip, .tar.gz or .tgz',
    ),
  ]);
}

function refuse(findings: readonly Finding[]): void {
  const [first] = findings.filter(({ severity }) => severity === 'error');
  if (first) throw new ReleaseError([first, ...findings.filter((one) => one !== first)]);
}

const changed = (file: string): ReleaseError =>
  new ReleaseError([
    problem('conflict', 'the file changed while it was read', file, 'run again when nothing writes to it any more'),
  ]);
