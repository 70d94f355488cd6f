import type { Finding } from '@slipway/domain';
import {
  type Component,
  sourceFinding as finding,
  type SourcePlace as Place,
} from '@slipway/operations/orchestrate-chain';

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
