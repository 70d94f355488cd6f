import type { Files } from '../git/repository.js';
import type { Role } from '../repositories/repository.js';
import type { World } from './world.js';

/** What a repository holds when the story begins. */
export interface RepositoryStart {
  readonly private?: boolean;
  readonly defaultBranch?: string;
  /** The first commit's; `{}` for a repository without commits, by default a README. */
  readonly files?: Files;
  /** Commits after the first one, each with the tags that it gets. */
  readonly commits?: readonly { readonly message: string; readonly files: Files; readonly tags?: readonly string[] }[];
  /** Tags at the default branch's head. */
  readonly tags?: readonly string[];
  /** Branches that leave the default branch with one commit. */
  readonly branches?: Readonly<Record<string, Files>>;
  /** The path of a git repository whose branches and tags are taken instead of all that. */
  readonly from?: string;
  readonly collaborators?: Readonly<Record<string, Role>>;
}

/** Something that is so when the story begins. Subjects export such steps; `having` takes them. */
export type Step<Target> = (target: Target, world: World) => void;
