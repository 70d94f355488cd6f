import type { Finding } from '@slipway/domain';
import type { Release } from '../../ports/index.js';
import { recordIn } from '../record.js';
import type { ReleaseWish } from '../wish.js';

export type FoundRelease =
  | { readonly status: 'found'; readonly release: Release }
  | { readonly status: 'absent' }
  | { readonly status: 'refused'; readonly finding: Finding };

/** Which of the releases with the tag is meant. Of several that anybody may have made it is the public one. */
export function findRelease(releases: readonly Release[], wish: Pick<ReleaseWish, 'tag' | 'owner'>): FoundRelease {
  if (releases.length === 0) return { status: 'absent' };
  const { tag, owner } = wish;
  const isMeant = ({ notes, state }: Release): boolean =>
    owner === null ? releases.length === 1 || state === 'public' : recordIn(notes).owner === owner;
  const stranger = owner === null ? undefined : releases.find((release) => !isMeant(release));
  if (stranger) return { status: 'refused', finding: notOurs(stranger, tag) };
  const [release, second] = releases.filter(isMeant);
  return release && !second ? { status: 'found', release } : { status: 'refused', finding: ambiguous(releases, tag) };
}

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

const ambiguous = (releases: readonly Release[], tag: string): Finding => ({
  code: 'conflict',
  severity: 'error',
  what: `${releases.length} releases have this tag: ${releases.map(({ state, url }) => `${state} ${url}`).join(', ')}`,
  where: `release ${tag}`,
  remedy: 'keep one of them and delete the others',
});
