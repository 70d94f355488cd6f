import type { Repository } from '../repositories/repository.js';
import { subject } from '../world/subject.js';
import type { World } from '../world/world.js';
import { defaultDefinitions } from './files.js';

/** A workflow as GitHub knows it, apart from what its file says at one commit. */
export interface Workflow {
  readonly id: number;
  /** `.github/workflows/build.yml`. */
  readonly path: string;
  /** What its file was called last. */
  name: string;
  state: 'active' | 'disabled_manually';
  readonly createdAt: number;
  updatedAt: number;
  /** Runs so far. */
  runs: number;
}

/** By path, in the order in which they were seen first. */
const workflowsOf = subject<Repository, Map<string, Workflow>>(() => new Map());

/** `build.yml`. */
export const fileNameOf = ({ path }: Pick<Workflow, 'path'>): string => path.slice(path.lastIndexOf('/') + 1);

/** The workflow with this path, known from now on. */
export function workflowAt(world: World, repository: Repository, path: string, name: string): Workflow {
  const known = workflowsOf(repository);
  const now = world.clock.now();
  const workflow = known.get(path) ?? {
    id: world.ids.next(),
    path,
    name,
    state: 'active',
    createdAt: now,
    updatedAt: now,
    runs: 0,
  };
  workflow.name = name;
  known.set(path, workflow);
  return workflow;
}

/** Those on the default branch, and others that have run: GitHub learns of a workflow from either. */
export function listedWorkflows(world: World, repository: Repository): readonly Workflow[] {
  const present = defaultDefinitions(repository);
  for (const [path, { name }] of present) workflowAt(world, repository, path, name);
  return [...workflowsOf(repository).values()].filter(({ path, runs }) => present.has(path) || runs > 0);
}

/** By its id or its file's name. */
export const findWorkflow = (world: World, repository: Repository, idOrFile: string): Workflow | null =>
  listedWorkflows(world, repository).find(
    (workflow) => String(workflow.id) === idOrFile || fileNameOf(workflow) === idOrFile,
  ) ?? null;
