import { type Finding, ReleaseError } from '@slipway/domain';
import type { NewRelease, Release } from '../../ports/index.js';
import type { ReleaseStep } from '../plan/plan.js';
import { lookUntil } from './look.js';
import type { ApplyPorts } from './ports.js';

/** The release that assets go to: the one that is there, or a new draft. */
export async function releaseToFill(ports: ApplyPorts, step: ReleaseStep): Promise<Release> {
  if (step.action !== 'create') return step.release;
  const release = await createDraft(ports, step.release);
  ports.told({ event: 'release-created', url: release.url });
  return release;
}

const mostTries = 3;

/** Sent once. Where the answer is lost, what is there tells: there was nothing under this tag before, so a draft like ours is ours. */
async function createDraft({ releases, clock }: Ways, wanted: NewRelease): Promise<Release> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const answer = await releases.createDraft(wanted);
    if (answer.status === 'done') return answer.value;
    const there = await lookUntil(
      clock,
      () => releases.withTag(wanted.tag),
      (seen) => seen.length > 0,
    );
    const [release, second] = there;
    if (release && !second && isLike(release, wanted)) return release;
    if (release) throw new ReleaseError([takenMeanwhile(wanted, there)]);
  }
  throw unanswered(wanted.tag);
}

/** What becomes of a draft of a moment ago. */
export type Place =
  | { readonly status: 'stays' }
  /** To an older one that is like it. */
  | { readonly status: 'yields'; readonly to: Release }
  /** To what is none of ours. */
  | { readonly status: 'taken'; readonly by: readonly Release[] };

/** Looks what has the draft's tag. Everybody who looks takes the oldest, so that one of them stays. */
export async function placeAmong({ releases, clock }: Ways, wanted: NewRelease, made: Release): Promise<Place> {
  const there = await lookUntil(
    clock,
    () => releases.withTag(wanted.tag),
    (seen) => seen.some(({ id }) => id === made.id),
  );
  const others = there.filter((one) => one.id !== made.id && !isLike(one, wanted));
  if (others.length > 0) return { status: 'taken', by: others };
  const [oldest = made] = there.filter((one) => isLike(one, wanted)).toSorted((a, b) => a.id - b.id);
  return oldest.id >= made.id ? { status: 'stays' } : { status: 'yields', to: oldest };
}

type Ways = Pick<ApplyPorts, 'releases' | 'clock'>;

const isLike = ({ state, title, notes }: Release, wanted: NewRelease): boolean =>
  state === 'draft' && title === wanted.title && notes.replaceAll('\r\n', '\n').trimEnd() === wanted.notes.trimEnd();

export const takenMeanwhile = ({ tag }: NewRelease, there: readonly Release[]): Finding => ({
  code: 'conflict',
  severity: 'error',
  what: `somebody else made a release with this tag meanwhile (${there.map(({ url }) => url).join(', ')})`,
  where: `release ${tag}`,
  remedy: 'look at it, delete what is not wanted, and run again',
});

const unanswered = (tag: string): ReleaseError =>
  new ReleaseError([
    {
      code: 'unavailable',
      severity: 'error',
      what: `${mostTries} times the draft was asked for without an answer, and there is none`,
      where: `release ${tag}`,
      remedy: 'run again: what is there by then is taken up',
    },
  ]);
