import { type Finding, printed } from '@slipway/domain';
import type { Asset, Release, Releases } from '../../ports/index.js';
import {
  isTemporary,
  notesAlone,
  readStanding,
  type ReleaseWish,
  type SyncPlan,
  withRecord,
} from '../../sync-release-assets/index.js';
import type { PreparedRelease } from './release-record.js';

type Read = Awaited<ReturnType<typeof readStanding>>;
type Standing = Extract<Read, { status: 'read' }>['standing'];

/** The release as it stands, by its mark; a draft of ours that has lost its mark is told as what it is. */
export async function standingOf(
  releases: Pick<Releases, 'withTag' | 'assets'>,
  { tag, run }: { readonly tag: string; readonly run: string },
  prepared: Pick<PreparedRelease, 'release'> | null,
): Promise<Read> {
  const read = await readStanding(releases, { tag, owner: run });
  if (read.status === 'read' || prepared === null) return read;
  const [only, ...others] = await releases.withTag(tag);
  const isOurs = only !== undefined && only.id === prepared.release?.id && others.length === 0;
  return isOurs ? { status: 'refused', findings: [unmarked(only, run)] } : read;
}

/**
 * What a person may have written stays: once the draft is there, its name and its notes are people's, and what a later prepare would have written
 * is only told. Nobody can tell a person's words from ours of another day.
 */
export function keepingWords(
  release: Release | null,
  { title, notes, ...wish }: ReleaseWish,
): { readonly wish: ReleaseWish; readonly findings: readonly Finding[] } {
  if (release === null)
    return {
      wish: { ...wish, ...(title !== undefined && { title }), ...(notes !== undefined && { notes }) },
      findings: [],
    };
  const differing = [
    ...(title === undefined || title === release.title ? [] : ['name']),
    ...(notes === undefined || notesAlone(notes) === notesAlone(release.notes) ? [] : ['notes']),
  ];
  return { wish, findings: differing.length === 0 ? [] : [kept(differing.join(' and '), release)] };
}

const kept = (what: string, { url }: Release): Finding => ({
  code: 'conflict',
  severity: 'notice',
  what: `the ${what} of the release differ from what would be written, and stay as they are: somebody may have edited them`,
  where: url,
  remedy:
    'nothing has to be done; to have them written anew, delete the draft and prepare again: nothing is built twice',
});

/** What the plan for a release knows nothing of. */
export function strangersIn({ release, assets }: Standing, plan: SyncPlan): readonly Finding[] {
  if (release === null) return [];
  return strangersAmong(release, assets, new Set(plan.assets.map(({ file: { name } }) => name)));
}

/** Assets that nobody of us brought there. What a swap was stopped at stands under names of ours. */
export const strangersAmong = (
  { url }: Pick<Release, 'url'>,
  assets: readonly Asset[],
  ours: ReadonlySet<string>,
): readonly Finding[] =>
  assets
    .filter(({ name }) => !ours.has(name) && !isTemporary(name))
    .map(({ name }) => ({
      code: 'conflict',
      severity: 'error',
      what: `somebody added the asset ${printed(name)} to the draft`,
      where: url,
      remedy: 'delete it there and run again; what is built is not built twice',
    }));

/** As a person reads it who only publishes: what is amiss with the draft is mended by preparing it again. */
export const preparedAgain = (findings: readonly Finding[]): readonly Finding[] =>
  findings.map((finding) => ({
    ...finding,
    remedy:
      'somebody changed the draft: prepare again, which uploads what is missing or differs; nothing is built twice',
  }));

const unmarked = ({ url }: Release, run: string): Finding => ({
  code: 'conflict',
  severity: 'error',
  what: `somebody rewrote the notes of the release, and the line is gone by which it is known as ${run}'s`,
  where: url,
  remedy: `put it back on a line of its own, ${withRecord('', { owner: run, archive: null })}, and run again; or delete the draft and prepare it again: nothing is built twice`,
});

/** "Information about draft releases is only available to users with push access" (REST API, "List releases"). */
export const unseen = (tag: string, url: string): Finding => ({
  code: 'conflict',
  severity: 'error',
  what: `the draft is gone (${url}), or the token may not see it, which needs contents: write`,
  where: tag,
  remedy: 'give the token this permission; or prepare again: what is built is not built twice',
});
