import type { Repository } from '../repositories/repository.js';
import { unprocessable } from '../server/refusal.js';
import type { RepositoryCall } from '../server/route.js';
import { actorOf, type Caller } from '../tokens/caller.js';
import { subject } from '../world/subject.js';
import type { World } from '../world/world.js';
import { mayCarryWorkflows, workflowsRefusal } from './carry-workflows.js';
import type { Ref } from './refs.js';

/** Who moves refs: a request. */
export type Mover = Pick<RepositoryCall, 'world' | 'repository' | 'caller' | 'now' | 'did'>;

interface Move {
  readonly at: number;
  readonly before: string | null;
}

/** How each ref came to stand where it stands, oldest first, for stale reads. */
const movesOf = subject<Repository, Map<string, Move[]>>(() => new Map());

/** Moves a ref (`after` of `null`: deletes it), writes it into the log and tells whoever listens. */
export function moveRef(call: Mover, ref: string, after: string | null): void {
  const { world, repository, caller, now } = call;
  const before = repository.git.refs.get(ref);
  if (after !== null && !mayCarryWorkflows(call, ref, after)) throw workflowsRefusal(caller);
  if (after === null) repository.git.refs.remove(ref);
  else if (!repository.git.refs.set(ref, after)) throw unprocessable('Reference update failed');
  call.did(before === null ? 'ref-created' : after === null ? 'ref-deleted' : 'ref-updated', { ref, before, after });
  announceMove(world, repository, caller, { ref, before, after }, now);
}

/** Tells of a move that has happened already, as git does it by itself on a push. */
export function announceMove(
  world: World,
  repository: Repository,
  caller: Caller,
  move: { readonly ref: string; readonly before: string | null; readonly after: string | null },
  at: number,
): void {
  const moves = movesOf(repository);
  moves.set(move.ref, [...(moves.get(move.ref) ?? []), { at, before: move.before }]);
  world.events.emit('ref-moved', {
    repository,
    ...move,
    actor: actorOf(caller),
    startsWorkflows: caller.kind !== 'workflow',
  });
}

/** The refs below `prefix` as they stood at `asOf`, sorted by bytes. */
export function refsAsOf(repository: Repository, prefix: string, asOf: number): readonly Ref[] {
  const now = repository.git.refs.list(prefix).map(({ name }) => name);
  const moved = [...movesOf(repository).keys()].filter((name) => name.startsWith(prefix));
  const names = [...new Set([...now, ...moved])].toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  return names.flatMap((name) => {
    const sha = refAsOf(repository, name, asOf);
    return sha === null ? [] : [{ name, sha }];
  });
}

/** Where the ref stood at `asOf`. */
export function refAsOf(repository: Repository, ref: string, asOf: number): string | null {
  const later = movesOf(repository)
    .get(ref)
    ?.find(({ at }) => at > asOf);
  return later ? later.before : repository.git.refs.get(ref);
}
