import { mayCarryWorkflows, workflowsRefusal } from '../git/carry-workflows.js';
import { moveRef } from '../git/move-ref.js';
import { isRefName } from '../git/refs.js';
import type { Repository } from '../repositories/repository.js';
import type { Call } from '../server/route.js';
import { refusalOf } from '../tokens/access.js';
import { FieldRefusal } from './refusal.js';

interface RefUpdate {
  /** `refs/heads/main`. */
  readonly name: string;
  readonly afterOid: string;
  readonly beforeOid?: string | null;
  readonly force?: boolean | null;
}

export interface UpdateRefs {
  readonly repositoryId: string;
  readonly refUpdates: readonly RefUpdate[];
  readonly clientMutationId?: string | null;
}

const zeros = '0'.repeat(40);

/** "Creates, updates and/or deletes multiple refs in a repository", all or none (documentation of the mutation). */
export function updateRefs(call: Call, repository: Repository, input: UpdateRefs) {
  const refusal = refusalOf(call.world, call.caller, repository, 'contents:write');
  if (refusal) throw new FieldRefusal('FORBIDDEN', refusal.message);
  const reason = input.refUpdates.map((update) => whyNot(repository, update)).find((why) => why !== null);
  if (reason !== undefined) throw new FieldRefusal('UNPROCESSABLE', reason);
  const { world, caller, now, entry } = call;
  const mover = {
    world,
    caller,
    now,
    repository,
    did: (kind: string, details = {}) => void entry.effects.push({ kind, repository: repository.fullName, ...details }),
  };
  if (!input.refUpdates.every(({ name, afterOid }) => afterOid === zeros || mayCarryWorkflows(mover, name, afterOid))) {
    throw new FieldRefusal('FORBIDDEN', workflowsRefusal(caller).message);
  }
  for (const { name, afterOid } of input.refUpdates) moveRef(mover, name, afterOid === zeros ? null : afterOid);
  return { clientMutationId: input.clientMutationId ?? null };
}

/** `beforeOid` of zeros: the ref must not be there; absent: wherever it is. The sentences are ours. */
function whyNot({ git }: Repository, { name, afterOid, beforeOid, force }: RefUpdate): string | null {
  const before = git.refs.get(name);
  if (!isRefName(name)) return `${name} is not a valid ref name.`;
  if ((beforeOid ?? before ?? zeros) !== (before ?? zeros)) return `${name} is not at ${beforeOid}.`;
  if (afterOid === zeros) return before === null ? `${name} does not exist.` : null;
  if (!git.objects.has(afterOid)) return `${afterOid} does not exist.`;
  const isForward = before === null || git.history.isAncestor(before, afterOid);
  return isForward || force === true ? null : `${name}: not a fast forward.`;
}
