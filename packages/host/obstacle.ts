import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Finding } from '@slipway/domain';
import { refusalOf } from './disk.js';

/** Why `folder` cannot be made, or nothing put into it, without trying it: asked of itself, else of the nearest one above that is there. */
export function obstacleTo(folder: string): Finding | null {
  if (!existsSync(folder)) return obstacleTo(dirname(folder));
  try {
    readdirSync(folder);
    accessSync(folder, constants.W_OK | constants.X_OK);
    return null;
  } catch (error) {
    const finding = refusalOf(error, folder);
    if (finding) return finding;
    throw error;
  }
}
