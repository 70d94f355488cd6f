import type { Finding } from '@slipway/domain';
import type { NewRelease, Release } from '../../ports/index.js';
import { notesAlone, recordIn } from '../record.js';
import type { ReleaseWish } from '../wish.js';

export type FoundRelease =
  | {
      readonly status: 'found';
      readonly release: Release;
      /** Drafts beside it that look as a run of ours makes them: lists that were late let two runs make one each. */
      readonly twins: readonly Release[];
    }
  | { readonly status: 'absent' }
  | { readonly status: 'refused'; readonly finding: Finding };

export interface Sought extends Pick<ReleaseWish, 'tag' | 'owner'> {
  /** As a new draft would be made; without it no draft is known as a twin. */
  readonly asMade?: Pick<NewRelease, 'title' | 'notes'>;
}

/** Which of the releases with the tag is meant. Of several that anybody may have made it is the public one, else the one that is no draft of ours. */
export function findRelease(releases: readonly Release[], { tag, owner, asMade }: Sought): FoundRelease {
  if (releases.length === 0) return { status: 'absent' };
  if (owner !== null) return ownedBy(owner, releases, tag);
  const drafts = releases.length === 1 || !asMade ? [] : releases.filter((release) => isTwin(release, asMade));
  const open = releases.filter(({ state }) => state === 'public');
  const others = releases.filter((release) => !drafts.includes(release));
  const [meant, second] = open.length > 0 ? open : others.length > 0 ? others : oldestFirst(drafts).slice(0, 1);
  if (!meant || second) return { status: 'refused', finding: ambiguous(releases, tag) };
  return { status: 'found', release: meant, twins: drafts.filter((draft) => draft !== meant) };
}

function ownedBy(owner: string, releases: readonly Release[], tag: string): FoundRelease {
  const stranger = releases.find(({ notes }) => recordIn(notes).owner !== owner);
  if (stranger) return { status: 'refused', finding: notOurs(stranger, tag) };
  const [release, second] = releases;
  return release && !second
    ? { status: 'found', release, twins: [] }
    : { status: 'refused', finding: ambiguous(releases, tag) };
}

const isTwin = ({ state, title, notes }: Release, made: Pick<NewRelease, 'title' | 'notes'>): boolean =>
  state === 'draft' &&
  title === made.title &&
  recordIn(notes).owner === null &&
  notesAlone(notes) === notesAlone(made.notes);

const oldestFirst = (releases: readonly Release[]): readonly Release[] => releases.toSorted((a, b) => a.id - b.id);

const notOurs = ({ state, url, notes }: Release, tag: string): Finding => {
  const { owner } = recordIn(notes);
  return {
    code: 'conflict',
    severity: 'error',
    what: `a ${state} release has this tag already, and ${owner === null ? 'this run did not make it' : `${owner} made it`} (${url})`,
    where: `release ${tag}`,
    remedy: 'choose another tag, or delete that release if nobody needs it',
  };
};

export const ambiguous = (releases: readonly Release[], tag: string): Finding => ({
  code: 'conflict',
  severity: 'error',
  what: `${releases.length} releases have this tag: ${releases.map(({ state, url }) => `${state} ${url}`).join(', ')}`,
  where: `release ${tag}`,
  remedy: 'keep one of them and delete the others',
});
