import { type Finding, type ProblemCode, nearest } from '@slipway/domain';
import type { Component } from '@slipway/operations/orchestrate-chain';
import type { Decision } from './decision.js';

/** A component and the repository that it is looked for in. */
export interface Place {
  readonly component: Component;
  readonly repository: string;
}

const finding = (code: ProblemCode, { component, repository }: Place, what: string, remedy: string): Finding => ({
  code,
  severity: 'error',
  what,
  where: repository === '' ? component.name : `${component.name} (${repository})`,
  remedy,
});

export const sourceUnsaid = (component: Component): Finding =>
  finding(
    'bad-input',
    { component, repository: '' },
    'neither path nor repository says where its source is',
    `set path or repository under [slipway.components.${component.name}], or owner under [slipway]`,
  );

export const pathWanted = (component: Component): Finding =>
  finding(
    'bad-input',
    { component, repository: '' },
    'it has no working copy to build in place',
    `set path under [slipway.components.${component.name}], or build without --in-place`,
  );

export const addressRefused = (place: Place, what: string, remedy: string): Finding =>
  finding('bad-input', place, `the repository ${what}`, remedy);

export function folderMissing(place: Place): Finding {
  const { path, repository } = place.component.build ?? {};
  const clone = path !== undefined && repository !== undefined ? 'clone it with "slipway chain setup", or ' : '';
  return finding(
    'not-found',
    place,
    'there is no such folder',
    `${clone}correct path or repository, relative to the manifest`,
  );
}

export const partMissing = (place: Place, commit: string, folder: string): Finding =>
  finding(
    'not-found',
    place,
    `the commit ${commit} has no folder ${folder}`,
    'commit the folder and move the tag or git_commit, or build it as it stands with --in-place',
  );

export function notGit(place: Place, around: string | null): Finding {
  const what =
    around === null ? 'the folder is no git repository' : `the folder is only a part of the git repository ${around}`;
  const remedy = around === null ? 'give a git checkout' : "give the repository's root folder, or this one as path";
  return finding('bad-input', place, what, `${remedy}, or build the folder as it stands with --in-place`);
}

export const unreachable = (place: Place, complaint: string): Finding =>
  finding(
    'unavailable',
    place,
    `git cannot read the repository: ${complaint}`,
    'correct the address, or see that git may read it',
  );

/** What is wrong with what the component names; `tags` are all that the repository has. */
export function undecided(
  place: Place,
  decision: Exclude<Decision, { status: 'decided' }>,
  tags: readonly string[],
): Finding {
  if (decision.status === 'disagreement') {
    const { tag } = place.component;
    const [pinned, tagged] = [decision.pinned.commit, decision.tagged.commit];
    const what = `git_commit is ${pinned}, but the tag ${tag} points to ${tagged}`;
    return finding(
      'conflict',
      place,
      what,
      'correct git_commit or git_tag, or leave git_commit empty to take what the tag says',
    );
  }
  const { kind, name } = decision;
  if (kind === 'commit') {
    const remedy = 'push the commit, or leave git_commit empty to take what the tag says';
    return finding('not-found', place, `git_commit ${name} is not in the repository`, remedy);
  }
  const what =
    kind === 'tag' ? `there is no tag ${name}` : `there is neither the tag ${place.component.tag} nor the ref ${name}`;
  return finding('not-found', place, what, `${tagHint(place.component.tag, tags)}, or create and push the tag`);
}

/** The tag that was probably meant, and the newest others. */
function tagHint(wanted: string, tags: readonly string[]): string {
  if (tags.length === 0) return 'the repository has no tags: name a branch as ref';
  const near = nearest(wanted, tags);
  const shown = [...new Set([...(near === null ? [] : [near]), ...tags])].slice(0, 5);
  return `correct git_tag (the repository has ${shown.join(', ')}${tags.length > shown.length ? ', …' : ''})`;
}
