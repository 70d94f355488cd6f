/**
 * Whether a path stays below whatever folder it is joined to, on every system. No backslash: on Windows it parts folders, and
 * archivers turn it into a slash.
 */
export const staysInside = (path: string): boolean =>
  !/[\\\0]/.test(path) && path.split('/').every((part) => !['', '.', '..'].includes(part));
