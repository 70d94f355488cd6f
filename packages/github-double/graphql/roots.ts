import { type Release, releasesOf } from '../releases/release.js';
import type { Repository } from '../repositories/repository.js';
import type { Call } from '../server/route.js';
import { stamp } from '../time/stamp.js';
import { refusalOf, roleOf } from '../tokens/access.js';
import { actorOf } from '../tokens/caller.js';
import { nodeId, readNodeId } from '../world/ids.js';
import { releaseSource, repositorySource } from './objects.js';
import type { Source } from './source.js';
import { FieldRefusal } from './refusal.js';
import { findRun, findSuite, runSource, suiteSource } from './run-objects.js';
import { type UpdateRefs, updateRefs } from './update-refs.js';

const mostIds = 100;

export const queryRoot = (call: Call, cost: number): Source => ({
  node: ({ id }: { id: string }) => node(call, id),
  nodes: ({ ids }: { ids: readonly string[] }) => {
    if (ids.length > mostIds) {
      const message = `You may not provide more than ${mostIds} node ids; you provided ${ids.length}.`;
      throw new FieldRefusal('ARGUMENT_LIMIT', message);
    }
    return ids.map((id) => settled(() => node(call, id)));
  },
  repository: ({ owner, name }: { owner: string; name: string }) => {
    const repository = call.world.repository(`${owner}/${name}`);
    if (repository && mayRead(call, repository))
      return { ...repositorySource(call, repository), viewerPermission: () => viewerPermission(call, repository) };
    const message = `Could not resolve to a Repository with the name '${owner}/${name}'.`;
    throw new FieldRefusal('NOT_FOUND', message);
  },
  rateLimit: () => {
    const { limit, remaining, reset, used } = call.world.limits.quota(call.caller, 'graphql', call.now);
    return { cost, limit, remaining, used, resetAt: stamp(reset * 1000), nodeCount: 0 };
  },
  viewer: () => {
    const { id, login } = actorOf(call.caller);
    return { __typename: 'User', id: nodeId('U', id), login };
  },
});

export const mutationRoot = (call: Call): Source => ({
  updateRefs: ({ input }: { input: UpdateRefs }) => updateRefs(call, repositoryBy(call, input.repositoryId), input),
});

/** The value, or the error in its place: one node that is not there leaves the others. */
function settled(make: () => Source): Source | Error {
  try {
    return make();
  } catch (error) {
    if (error instanceof FieldRefusal) return error;
    throw error;
  }
}

function node(call: Call, globalId: string): Source {
  const { kind, id } = readNodeId(globalId) ?? { kind: '', id: 0 };
  const found = finders[kind]?.(call, id);
  if (found) return found;
  throw new FieldRefusal('NOT_FOUND', `Could not resolve to a node with the global id of '${globalId}'`);
}

/** By the kind that the double writes into its ids. */
const finders: Readonly<Record<string, (call: Call, id: number) => Source | null>> = {
  WFR: (call, id) => {
    const run = findRun(call.world, id);
    return run && mayRead(call, run.repository) ? runSource(call, run) : null;
  },
  CS: (call, id) => {
    const run = findSuite(call.world, id);
    return run && mayRead(call, run.repository) ? suiteSource(call, run) : null;
  },
  R: (call, id) => {
    const repository = call.world.repositories.find((each) => each.id === id);
    return repository && mayRead(call, repository) ? repositorySource(call, repository) : null;
  },
  RE: (call, id) => {
    const found = call.world.repositories
      .flatMap((repository) => releasesOf(repository).all.map((release) => ({ repository, release })))
      .find(({ release }) => release.id === id);
    return found && mayReadRelease(call, found.repository, found.release)
      ? releaseSource(call, found.repository, found.release)
      : null;
  },
};

/** `null` for an App, which has no role. */
function viewerPermission({ world, caller }: Call, repository: Repository): string | null {
  if (caller.kind !== 'classic' && caller.kind !== 'fine-grained') return null;
  return roleOf(world, caller.actor.login, repository)?.toUpperCase() ?? null;
}

const mayRead = ({ world, caller }: Call, repository: Repository): boolean =>
  refusalOf(world, caller, repository, 'metadata:read') === null;

/** Drafts are there only for those who may write. */
const mayReadRelease = ({ world, caller }: Call, repository: Repository, { draft }: Release): boolean =>
  refusalOf(world, caller, repository, draft ? 'contents:write' : 'contents:read') === null;

function repositoryBy(call: Call, globalId: string): Repository {
  const { kind, id } = readNodeId(globalId) ?? { kind: '', id: 0 };
  const repository = call.world.repositories.find((each) => kind === 'R' && each.id === id);
  if (repository && mayRead(call, repository)) return repository;
  throw new FieldRefusal('NOT_FOUND', `Could not resolve to a node with the global id of '${globalId}'`);
}
