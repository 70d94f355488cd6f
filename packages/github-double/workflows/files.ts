import { entryAt, readTree } from '../git/trees.js';
import type { Repository } from '../repositories/repository.js';
import { subject } from '../world/subject.js';
import { type Definition, readDefinition } from './definition.js';

/** By path, `.github/workflows/build.yml`. */
export type Definitions = ReadonlyMap<string, Definition>;

const folder = '.github/workflows';

/** Commits and blobs never change, so each is read once. */
const readOf = subject<
  Repository,
  { readonly commits: Map<string, Definitions>; readonly blobs: Map<string, Definition> }
>(() => ({ commits: new Map(), blobs: new Map() }));

/** The workflows whose files stand in a commit. */
export function definitionsAt(repository: Repository, commit: string): Definitions {
  const { commits } = readOf(repository);
  const known = commits.get(commit) ?? read(repository, commit);
  commits.set(commit, known);
  return known;
}

/** Those of the default branch; none where the repository is empty. */
export function defaultDefinitions(repository: Repository): Definitions {
  const head = repository.git.branch(repository.git.defaultBranch);
  return head === null ? new Map() : definitionsAt(repository, head);
}

function read(repository: Repository, commit: string): Definitions {
  const { objects, history } = repository.git;
  const { blobs } = readOf(repository);
  const found = new Map<string, Definition>();
  const tree = entryAt(objects, history.commit(commit)?.tree ?? '', folder);
  for (const { path: name, sha, type } of readTree(objects, tree?.sha ?? '') ?? []) {
    if (type !== 'blob' || !/\.ya?ml$/.test(name)) continue;
    const path = `${folder}/${name}`;
    const key = `${sha} ${path}`;
    const definition = blobs.get(key) ?? readDefinition(path, objects.readAs('blob', sha)?.toString('utf8') ?? '');
    blobs.set(key, definition);
    found.set(path, definition);
  }
  return found;
}
