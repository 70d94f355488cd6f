import { digestOf, ReleaseError } from '@slipway/domain';
import type { ArchiveContents, ArchiveEntry, ReleaseFile, ReleaseMaterial, ReleaseReader } from '../ports/index.js';

export const aFile = (name: string, text = name): ReleaseFile => ({ name, size: text.length, digest: digestOf(text) });

export const anEntry = (path: string, part: Partial<ArchiveEntry> & { readonly text?: string } = {}): ArchiveEntry => {
  const { text = path, ...facts } = part;
  return {
    path,
    type: 'file',
    size: text.length,
    digest: digestOf(text),
    mode: 0o644,
    time: 0,
    owner: '0:0 :',
    target: '',
    ...facts,
  };
};

export const aFolder = (files: readonly ReleaseFile[], checksums: string | null, root = '/a'): ReleaseMaterial => ({
  kind: 'folder',
  root,
  files,
  checksums,
});

/** Releases in memory: what stands at each path, and what each archive holds. */
export const aReader = (
  materials: Readonly<Record<string, ReleaseMaterial>>,
  archives: Readonly<Record<string, ArchiveContents>> = {},
): ReleaseReader => ({
  read: async (path) => {
    const material = materials[path];
    if (material) return material;
    throw new ReleaseError([
      { code: 'not-found', severity: 'error', what: 'nothing is there', where: path, remedy: '' },
    ]);
  },
  open: async (root, name) => archives[`${root}/${name}`] ?? null,
});
