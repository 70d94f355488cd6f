import { ReleaseError, printed, staysInside } from '@slipway/domain';

/** The path as it is, where it stays below whatever folder it is joined to; throws otherwise. */
export function checkedPath(path: string, where: string): string {
  if (staysInside(path)) return path;
  throw new ReleaseError([
    {
      code: 'bad-input',
      severity: 'error',
      what: `the path ${printed(path)} is refused`,
      where,
      remedy: 'use a relative path without "..", empty parts or backslashes',
    },
  ]);
}
