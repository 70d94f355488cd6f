import { assetName, type Finding, printed } from '@slipway/domain';
import type { ReleaseWish, WantedFile } from '../wish.js';
import type { PlannedFile } from './plan.js';

/** "size must be less than or equal to 2147483648" (cli/cli#10182), documented as under 2 GiB. */
const tooLarge = 2 ** 31;

export function plannedFile({ name, path, size, digest }: WantedFile): PlannedFile {
  return {
    name: assetName(name),
    given: name,
    size,
    digest,
    content: path === null ? { kind: 'recorded' } : { kind: 'file', path },
  };
}

/** What is wrong with the files themselves, whatever is on the release. */
export function fileFindings(files: readonly PlannedFile[], { checksums }: ReleaseWish): readonly Finding[] {
  return [
    ...(files.length === 0 ? [noFiles] : []),
    ...files.flatMap(oneFile),
    ...clashes(files),
    ...(checksums === null ? [] : checksumsFindings(files, checksums)),
  ];
}

const noFiles: Finding = {
  code: 'bad-input',
  severity: 'error',
  what: 'there are no files to upload',
  where: 'files',
  remedy: 'let the patterns match at least one file',
};

function oneFile(file: PlannedFile): readonly Finding[] {
  const refused = (what: string, remedy: string): readonly Finding[] => [
    { code: 'bad-input', severity: 'error', what, where: placeOf(file), remedy },
  ];
  if (file.name === '')
    return refused(
      `nothing of the name ${printed(file.given)} is left when GitHub has renamed it`,
      'use letters, digits, ".", "_" and "-"',
    );
  if (file.size >= tooLarge)
    return refused(`the file has ${file.size} bytes, and GitHub takes less than 2 GiB`, 'split it, or leave it out');
  // "size must be greater than or equal to 1" (svenstaro/upload-release-action#94).
  if (file.size === 0)
    return refused('the file is empty, and GitHub takes no empty assets', 'fill it, or leave it out');
  return [];
}

/** Whether GitHub keeps names apart that differ in case only is unsure, and on many disks they would be one file. */
function clashes(files: readonly PlannedFile[]): readonly Finding[] {
  return groupsOf(files).flatMap((group) => {
    const [first, ...rest] = group;
    if (!first || rest.length === 0 || first.name === '') return [];
    const isSame = rest.every(({ name }) => name === first.name);
    return [
      {
        code: 'bad-input' as const,
        severity: 'error' as const,
        what: isSame
          ? `${group.length} files would become the one asset ${printed(first.name)}: ${group.map(placeOf).join(', ')}`
          : `the assets ${group.map(({ name }) => printed(name)).join(' and ')} would differ in case only`,
        where: placeOf(first),
        remedy: 'rename all but one of them, or put them into one archive',
      },
    ];
  });
}

function groupsOf(files: readonly PlannedFile[]): readonly (readonly PlannedFile[])[] {
  const groups = new Map<string, PlannedFile[]>();
  for (const file of files) {
    const group = groups.get(file.name.toLowerCase());
    if (group) group.push(file);
    else groups.set(file.name.toLowerCase(), [file]);
  }
  return [...groups.values()];
}

function checksumsFindings(files: readonly PlannedFile[], checksums: string): readonly Finding[] {
  const refused = (what: string, remedy: string): readonly Finding[] => [
    { code: 'bad-input', severity: 'error', what, where: 'checksums', remedy },
  ];
  if (checksums !== assetName(checksums))
    return refused(
      `GitHub would rename ${printed(checksums)}`,
      'use letters, digits, "_", "-" and single dots between them, as in "SHA256SUMS"',
    );
  const taken = files.find(({ name }) => name.toLowerCase() === checksums.toLowerCase());
  return taken
    ? refused(
        `${placeOf(taken)} has the name of the list of checksums that is made here`,
        'leave the file out (its lines are made anew), or give an empty name to make no list',
      )
    : [];
}

export const placeOf = ({ content, given }: PlannedFile): string => (content.kind === 'file' ? content.path : given);
