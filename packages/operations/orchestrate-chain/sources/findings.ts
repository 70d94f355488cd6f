import { type Finding, nearest, type ProblemCode } from '@slipway/domain';
import type { Component } from '../manifest/manifest.js';
import type { Decision } from './decision.js';

/** A component and the repository that it is looked for in. */
export interface SourcePlace {
  readonly component: Component;
  readonly repository: string;
}

export const sourceFinding = (
  code: ProblemCode,
  { component, repository }: SourcePlace,
  what: string,
  remedy: string,
): Finding => ({
  code,
  severity: 'error',
  what,
  where: repository === '' ? component.name : `${component.name} (${repository})`,
  remedy,
});

export const sourceUnsaid = (component: Component): Finding =>
  sourceFinding(
    'bad-input',
    { component, repository: '' },
    'neither path nor repository says where its source is',
    `set path or repository under [slipway.components.${component.name}], or owner under [slipway]`,
  );

/** What is wrong with what the component names; `tags` are all that the repository has. */
export function undecided(
  place: SourcePlace,
  decision: Exclude<Decision, { status: 'decided' }>,
  tags: readonly string[],
): Finding {
  if (decision.status === 'disagreement') {
    const { tag } = place.component;
    const [pinned, tagged] = [decision.pinned.commit, decision.tagged.commit];
    const what = `git_commit is ${pinned}, but the tag ${tag} points to ${tagged}`;
    return sourceFinding(
      'conflict',
      place,
      what,
      'correct git_commit or git_tag, or leave git_commit empty to take what the tag says',
    );
  }
  const { kind, name } = decision;
  if (kind === 'commit') {
    const remedy = 'push the commit, or leave git_commit empty to take what the tag says';
    return sourceFinding('not-found', place, `git_commit ${name} is not in the repository`, remedy);
  }
  const what =
    kind === 'tag' ? `there is no tag ${name}` : `there is neither the tag ${place.component.tag} nor the ref ${name}`;
  return sourceFinding('not-found', place, what, `${tagHint(place.component.tag, tags)}, or create and push the tag`);
}

/** The tag that was probably meant, and the newest others. */
function tagHint(wanted: string, tags: readonly string[]): string {
  if (tags.length === 0) return 'the repository has no tags: name a branch as ref';
  const near = nearest(wanted, tags);
  const shown = [...new Set([...(near === null ? [] : [near]), ...tags])].slice(0, 5);
  return `correct git_tag (the repository has ${shown.join(', ')}${tags.length > shown.length ? ', …' : ''})`;
}
