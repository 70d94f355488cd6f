import { ReleaseError, printed } from '@slipway/domain';

/**
 * The path as it is, where it stays below whatever folder it is joined to, on every system; throws otherwise. No backslash: on
 * Windows it parts folders, and archivers turn it into a slash.
 */
export function checkedPath(path: string, where: string): string {
  const isSafe = !/[\\\0]/.test(path) && path.split('/').every((part) => !['', '.', '..'].includes(part));
  if (isSafe) return path;
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
