import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { digestOf, type Finding, problem, ReleaseError } from '@slipway/domain';
import type { ChosenFile, ChosenFiles, ReleaseFiles } from '@slipway/operations/ports';
import { digestOfFile } from '../artifacts/verified.js';
import { onDisk } from '../disk.js';
import { type ArchiveFormat, archiveBytes, formatOf } from './archive.js';
import { writeHashed } from '../archives/write-hashed.js';
import { chooseFiles } from './choose.js';
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

  return {
    choose: (archive) =>
      onDisk(root, async () => {
        if (archive !== undefined) checkedFormat(archive);
        const { paths, findings } = chosenIn(root, readPatterns(patterns));
        const files: ChosenFile[] = [];
        told({ event: 'chosen', files: paths.length });
        for (const path of paths) {
          const file = join(root, path);
          remember(file);
          const one = await hashed(path, file);
          files.push(one);
          told({ event: 'hashed', bytes: one.size });
          if (identityOf(file) !== identities.get(file)) throw changed(file);
        }
        return { files, findings } satisfies ChosenFiles;
      }),
    async archive(name, files, time) {
      const path = placeFor(basename(name));
      const bytes = archiveBytes(checkedFormat(name), files, time, {
        isSame: (file) => identityOf(file) === identities.get(file),
        packing: ({ size }) => told({ event: 'packed', bytes: size }),
      });
      const written = await onDisk(path, () => writeHashed(path, bytes));
      remember(path);
      return { name, path, ...written };
    },
    isUnchanged: async ({ path }) => identityOf(path) === identities.get(path),
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

async function hashed(path: string, file: string): Promise<ChosenFile> {
  const { size, mode } = statSync(file);
  const digest = await digestOfFile(file);
  if (digest === null) throw changed(file);
  // What else the disk says of modes depends on umasks and file systems.
  return { path, file, size, digest, mode: (mode & 0o100) === 0 ? 0o644 : 0o755 };
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
