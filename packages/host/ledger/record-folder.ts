import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ReleaseError } from '@slipway/domain';
import type { Json } from '@slipway/operations/ports';
import { ifThere } from '../disk.js';

/** `@` cannot begin a name of a key, so that a record and the keys below it share a folder. */
const revisionFile = /^@([1-9]\d*)\.json$/;
const draftFile = /^\.draft-([1-9]\d*)-/;

export const revisionPath = (folder: string, number: number): string => join(folder, `@${number}.json`);
export const draftPath = (folder: string, number: number, id: string): string => join(folder, `.draft-${number}-${id}`);

export const isRevision = (name: string): boolean => revisionFile.test(name);

/** What stands in the folder of one record. */
export interface Standing {
  /** Ascending. */
  readonly revisions: readonly number[];
  /** 0 where there is no record yet. */
  readonly newest: number;
  /** File names of writes under way, or left by writers that were killed, with the revision that each would become. */
  readonly drafts: readonly { readonly name: string; readonly number: number }[];
}

/** `null` where there is no folder. */
export function standing(folder: string): Standing | null {
  const names = ifThere(() => readdirSync(folder));
  if (!names) return null;
  const revisions = names.flatMap((name) => numberIn(name, revisionFile)).sort((a, b) => a - b);
  const drafts = names.flatMap((name) => numberIn(name, draftFile).map((number) => ({ name, number })));
  return { revisions, newest: revisions.at(-1) ?? 0, drafts };
}

function numberIn(name: string, shape: RegExp): number[] {
  const digits = shape.exec(name)?.[1];
  return digits === undefined ? [] : [Number(digits)];
}

/** The document of one revision; `null` where it was pruned meanwhile. Throws for one that is damaged. */
export function documentOf(folder: string, number: number): { readonly value: Json } | null {
  const path = revisionPath(folder, number);
  const text = ifThere(() => readFileSync(path, 'utf8'));
  if (text === null) return null;
  try {
    return { value: parse(text) };
  } catch (cause) {
    throw damaged(path, folder, cause);
  }
}

/** The line's end is the last byte written: without it the document is cut off, even where what is left is JSON. */
function parse(text: string): Json {
  if (!text.endsWith('\n')) throw new SyntaxError('the end is missing');
  const value: Json = JSON.parse(text);
  return value;
}

const damaged = (path: string, folder: string, cause: unknown): ReleaseError =>
  new ReleaseError(
    [
      {
        code: 'unavailable',
        severity: 'error',
        what: `the document is damaged (${cause instanceof Error ? cause.message : String(cause)})`,
        where: path,
        remedy: `delete this file to go on from the revision before it, or all of ${folder} to begin anew`,
      },
    ],
    { cause },
  );
