import { printed, ReleaseError } from '@slipway/domain';

/** The same names as in every ledger; none has an `@` or a `%`. */
const name = /^[A-Za-z0-9][A-Za-z0-9._+-]{0,199}$/;

/** Ends a record's name: git cannot have `a` and `a/b` as refs at once, but `a@` and `a/b@`. */
const end = '@';

/** What git forbids in the name of a ref, although a key may have it: `..`, and `.` or `.lock` at the end of a part. */
const forbidden = /\.(?=\.|$|lock$)/g;

/** `slipway/runs/set-1.3/state@`, without the `refs/` that GitHub's routes leave out; throws for what is no key. */
export function refOfKey(key: string): string {
  if (key.split('/').every((part) => name.test(part))) return `${folderRef(key)}${end}`;
  throw new ReleaseError([
    {
      code: 'bad-input',
      severity: 'error',
      what: `${printed(key)} is no key`,
      where: 'ledger',
      remedy:
        'join names by /, each of 1 to 200 letters, digits, dots, plus signs, underscores and hyphens, beginning with a letter or digit',
    },
  ]);
}

/** Where the records below a folder of keys have their refs; `''` is the ledger's own. */
export const folderRef = (folder: string): string =>
  ['slipway', ...folder.split('/').filter((part) => part !== '')]
    .map((part) => part.replace(forbidden, '%2E'))
    .join('/');

/** The key of a ref that GitHub lists; `null` for a ref of somebody else's. */
export function keyOfRef(ref: string): string | null {
  const key = /^refs\/slipway\/(?<key>.+)@$/.exec(ref)?.groups?.['key'];
  return key?.replaceAll('%2E', '.') ?? null;
}
