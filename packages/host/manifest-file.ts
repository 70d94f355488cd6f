import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Finding, type ProblemCode, ReleaseError } from '@slipway/domain';
import { type Manifest, parseManifest } from '@slipway/operations/orchestrate-chain';
import { systemCode } from './disk.js';

/** A manifest, and where it stands. */
export interface ManifestFile {
  /** As it was written: what messages call it. */
  readonly name: string;
  /** The folder that it stands in; absolute. */
  readonly folder: string;
  /** `.slipway` beside it; absolute. */
  readonly stateDir: string;
  readonly manifest: Manifest;
  readonly notices: readonly Finding[];
}

/** `name` is relative to `workingFolder`. Throws a `ReleaseError` for a file that cannot be read, or is no valid manifest. */
export async function readManifestFile(name: string, workingFolder: string): Promise<ManifestFile> {
  const path = resolve(workingFolder, name);
  const parsed = await parseManifest(textOf(bytesOf(path, name), name), name);
  if (parsed.status === 'invalid') throw new ReleaseError(parsed.findings);
  const folder = dirname(path);
  return { name, folder, stateDir: join(folder, '.slipway'), manifest: parsed.manifest, notices: parsed.notices };
}

/** At once: nothing else is to be done meanwhile, and the asynchronous way costs a short command more time. */
function bytesOf(path: string, name: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new ReleaseError([unreadable(name, systemCode(cause))], { cause });
  }
}

function textOf(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new ReleaseError([refusal('bad-input', name, 'is not UTF-8 text', 'save it as UTF-8, as TOML asks for')], {
      cause,
    });
  }
}

function unreadable(name: string, code: string): Finding {
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return refusal('not-found', name, 'there is no such file', 'give the path of the manifest');
    case 'EISDIR':
      return refusal('bad-input', name, 'is a folder', 'give the path of the manifest itself');
    default:
      return refusal('missing-permission', name, `cannot be read (${code})`, 'give this user access to it');
  }
}

const refusal = (code: ProblemCode, where: string, what: string, remedy: string): Finding => ({
  code,
  severity: 'error',
  what,
  where,
  remedy,
});
