import type { Concurrency } from '../workflows/definition.js';
import { subject } from '../world/subject.js';
import type { World } from '../world/world.js';
import type { Run } from './run.js';

interface Member {
  readonly run: Run;
  /** It may begin. */
  readonly admit: () => void;
  /** Another one takes its place. */
  readonly cancel: () => void;
}

interface Group {
  holder: Member | null;
  waiting: Member[];
}

/** Concurrency groups, by repository and name; names are the same whatever their case (workflow syntax). */
const groupsOf = subject<World, Map<string, Group>>(() => new Map());

const keyOf = ({ repository, group }: Run): string => `${repository.id} ${group?.toLowerCase()}`;

/**
 * "At most one running and one pending job … any existing pending job … will be canceled and the new queued job will take
 * its place"; with `queue: max` up to a hundred wait (workflow syntax, `concurrency`). A run in no group begins at once.
 */
export function enterGroup(world: World, member: Member, rules: Concurrency | null): void {
  if (rules === null) return member.admit();
  const key = keyOf(member.run);
  const group: Group = groupsOf(world).get(key) ?? { holder: null, waiting: [] };
  groupsOf(world).set(key, group);
  if (group.holder === null) {
    group.holder = member;
    return member.admit();
  }
  group.waiting.push(member);
  for (const replaced of group.waiting.slice(0, -rules.places)) replaced.cancel();
  if (rules.cancelInProgress) group.holder.cancel();
}

/** The run has ended: the next one begins. */
export function leaveGroup(world: World, run: Run): void {
  const group = groupsOf(world).get(keyOf(run));
  if (!group) return;
  group.waiting = group.waiting.filter((member) => member.run !== run);
  if (group.holder?.run !== run) return;
  group.holder = group.waiting.shift() ?? null;
  group.holder?.admit();
}
