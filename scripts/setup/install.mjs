import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {{version?: string, integrity?: string, optional?: boolean, link?: boolean}} Entry
 * @typedef {{packages: Record<string, Entry>}} Lockfile
 */

/** Put there by install scripts, which npm leaves out silently where they are not allowed. */
const interpreters = ['node_modules/node/bin/node', 'test/node_modules/node/bin/node'];

/**
 * Whether node_modules holds what package-lock.json says, read from the copy of it that npm keeps there.
 * @param {string} root
 */
export function isInstalled(root) {
  if (!interpreters.every((path) => existsSync(join(root, path)))) return false;
  const installed = readLockfile(join(root, 'node_modules/.package-lock.json'));
  return installed !== null && matches(readLockfile(join(root, 'package-lock.json')), installed);
}

/**
 * @param {string} path
 * @returns {Lockfile | null}
 */
function readLockfile(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null;
}

/**
 * Optional packages are those of other platforms, so they may be absent.
 * @param {Lockfile | null} wanted
 * @param {Lockfile} installed
 */
export function matches(wanted, installed) {
  return Object.entries(wanted?.packages ?? {}).every(([path, entry]) => {
    const found = installed.packages[path];
    if (path === '') return true;
    if (found === undefined) return entry.optional === true;
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}
