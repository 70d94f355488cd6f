import type { Repository } from '../repositories/repository.js';
import type { Run } from '../runs/run.js';
import { startRun } from '../runs/start.js';
import type { Account } from '../world/accounts.js';
import type { World } from '../world/world.js';
import { definitionsAt } from './files.js';
import type { Value } from './values.js';
import { workflowAt } from './workflow.js';
import type { Map } from './yaml.js';

/** Something that happened in a repository, at a commit whose workflows may listen to it. */
export interface Occurrence {
  readonly repository: Repository;
  readonly event: string;
  readonly ref: string;
  readonly sha: string;
  readonly actor: Account;
  readonly payload: Value;
  readonly title: string;
}

/** Starts every active workflow that listens. `listens`: whether a trigger means it. */
export function trigger(world: World, occurrence: Occurrence, listens: (wanted: Map) => boolean): readonly Run[] {
  const { repository, event, sha } = occurrence;
  return [...definitionsAt(repository, sha)].flatMap(([path, definition]) => {
    const workflow = workflowAt(world, repository, path, definition.name);
    const wanted = definition.triggers[event];
    if (!wanted || !listens(wanted) || workflow.state !== 'active') return [];
    return [startRun(world, { ...occurrence, workflow, definition, inputs: {} })];
  });
}

/** By `types:`, where they are given. */
export function listensToType({ types }: Map, type: string): boolean {
  return types === undefined || (Array.isArray(types) ? types.includes(type) : types === type);
}
