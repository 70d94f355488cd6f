import { linkSync, mkdirSync, readdirSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Finding } from '@slipway/domain';
import type { Ledger, LedgerRecord, Revision, WriteResult } from '@slipway/operations/ports';
import { ifThere, keepOutOfGit, onDisk, systemCode } from '../disk.js';
import { obstacleTo } from '../obstacle.js';
import { jsonText } from './json-text.js';
import { partsOfKey } from './keys.js';
import { documentOf, draftPath, isRevision, revisionPath, standing, type Standing } from './record-folder.js';

/** How many revisions of a record are kept. */
const kept = 8;

const nothing: Standing = { revisions: [], newest: 0, drafts: [] };

/**
 * A ledger in a folder, for any number of processes. A record is a folder with a file for each revision; a write puts the document
 * into a draft and links it to the next number, which the file system grants to one writer only: no lock that a killed process
 * could leave behind. Calls are synchronous inside: for a document of 250 KB they take 0.2 ms of the processor, asynchronous ones 0.3.
 *
 * Nothing is flushed to the disk: a killed process loses nothing without that, and after a crash of the machine a damaged document
 * is told and builds run again.
 *
 * A value given to `write` must not be changed afterwards: the text of its parts is remembered.
 */
export function fileLedger(folder: string): Ledger {
  const textOf = jsonText();
  const folderOf = (key: string): string => join(folder, ...partsOfKey(key));

  return {
    async read(key) {
      const record = folderOf(key);
      return onDisk(record, () => newestRecord(record));
    },
    async write(key, value, expected) {
      const record = folderOf(key);
      return onDisk(record, () => {
        const before = standing(record) ?? made(folder, record);
        return revisionOf(before) === expected ? write(record, before.newest, `${textOf(value)}\n`) : lost(before);
      });
    },
    async list(prefix) {
      const above = prefix.slice(0, Math.max(prefix.lastIndexOf('/'), 0));
      const start = above === '' ? folder : folderOf(above);
      const keys = await onDisk(start, () => keysBelow(start, above));
      return keys.filter((key) => key.startsWith(prefix)).sort();
    },
    async history(key) {
      const record = folderOf(key);
      return onDisk(record, () => historyOf(record));
    },
    obstacle: async (key) => obstacleOnTheWay(folder, folderOf(key)),
  };
}

function newestRecord(folder: string): LedgerRecord | null {
  for (;;) {
    const { newest } = standing(folder) ?? nothing;
    if (newest === 0) return null;
    const record = recordAt(folder, newest);
    if (record) return record;
    // Pruned between the two calls: others have written meanwhile.
  }
}

function historyOf(folder: string): readonly LedgerRecord[] {
  const { revisions } = standing(folder) ?? nothing;
  return revisions.toReversed().flatMap((number) => recordAt(folder, number) ?? []);
}

function recordAt(folder: string, number: number): LedgerRecord | null {
  const document = documentOf(folder, number);
  return document && { value: document.value, revision: String(number) };
}

/** Of the ledger's own folder and of each one below it: what a process with other rights made in there, such as a container's root, is not ours to write. */
const obstacleOnTheWay = (folder: string, record: string): Finding | null =>
  (record === folder ? null : obstacleOnTheWay(folder, dirname(record))) ?? obstacleTo(record);

/** Makes a record's folder; the ledger's own keeps itself out of the git repository around it. */
function made(folder: string, record: string): Standing {
  mkdirSync(record, { recursive: true });
  keepOutOfGit(folder);
  return nothing;
}

/**
 * Why a stale writer never gets the number of a revision that was pruned: pruning follows a look at the folder, and first deletes
 * the drafts seen there that have lost already. A writer looks again once its draft is there. Either its draft was seen, and
 * has gone when it is to be linked, or it was made after that look, and the writer's own look finds what the other had found.
 */
function write(folder: string, newest: number, text: string): WriteResult {
  const number = newest + 1;
  const draft = draftPath(folder, number, crypto.randomUUID());
  try {
    writeFileSync(draft, text, { flag: 'wx', encoding: 'utf8' });
    const now = standing(folder) ?? nothing;
    const isWritten = now.newest === newest && isLinked(draft, revisionPath(folder, number));
    if (!isWritten) return lost(standing(folder) ?? nothing);
    prune(folder, now);
    return { status: 'written', revision: String(number) };
  } finally {
    ifThere(() => unlinkSync(draft));
  }
}

const revisionOf = ({ newest }: Standing): Revision | null => (newest === 0 ? null : String(newest));
const lost = (now: Standing): WriteResult => ({ status: 'lost', winner: revisionOf(now) });

/** Whether `draft` now stands at `path`; not where another was first, nor where the draft was deleted because it had lost. */
function isLinked(draft: string, path: string): boolean {
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (['EEXIST', 'ENOENT'].includes(systemCode(error))) return false;
    throw error;
  }
}

/** Deletes what was useless when `seen` was looked at: drafts that had lost, then revisions beyond those kept, oldest first. */
function prune(folder: string, seen: Standing): void {
  const drafts = seen.drafts.filter(({ number }) => number <= seen.newest).map(({ name }) => join(folder, name));
  const old = seen.revisions
    .slice(0, Math.max(seen.revisions.length + 1 - kept, 0))
    .map((number) => revisionPath(folder, number));
  for (const path of [...drafts, ...old]) ifThere(() => unlinkSync(path));
}

/** Keys of all records in a folder and below it; `key` is the folder's own, empty for the ledger's. */
function keysBelow(folder: string, key: string): string[] {
  const entries = ifThere(() => readdirSync(folder, { withFileTypes: true })) ?? [];
  const own = entries.some(({ name }) => isRevision(name)) ? [key] : [];
  const below = entries.filter((entry) => entry.isDirectory());
  return [...own, ...below.flatMap(({ name }) => keysBelow(join(folder, name), key === '' ? name : `${key}/${name}`))];
}
