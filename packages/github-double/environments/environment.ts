import type { Repository } from '../repositories/repository.js';
import { matchesLast } from '../workflows/filter.js';
import type { Account } from '../world/accounts.js';
import { subject } from '../world/subject.js';
import type { World } from '../world/world.js';

/** Rules of a deployment environment. Only users review: the double has no teams. */
export interface Rules {
  /** Minutes. */
  readonly waitTimer: number;
  /** Six at most. */
  readonly reviewers: readonly Account[];
  readonly preventSelfReview: boolean;
  readonly adminsBypass: boolean;
  /** `protected`: no branch is, and so every one may deploy; `custom`: those that `branches` names. */
  readonly branchPolicy: 'protected' | 'custom' | null;
}

export interface Environment extends Rules {
  readonly id: number;
  readonly name: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Patterns of branches and tags, each with its id. */
  readonly branches: readonly { readonly id: number; readonly name: string }[];
  /** Ids of the three rules. */
  readonly ruleIds: readonly [wait: number, review: number, branch: number];
}

export const unprotected: Rules = {
  waitTimer: 0,
  reviewers: [],
  preventSelfReview: false,
  adminsBypass: true,
  branchPolicy: null,
};

/** By name, which GitHub takes in any case. */
const byName = subject<Repository, Map<string, Environment>>(() => new Map());

export const environmentsOf = (repository: Repository): readonly Environment[] => [...byName(repository).values()];

export const findEnvironment = (repository: Repository, name: string): Environment | null =>
  byName(repository).get(name.toLowerCase()) ?? null;

/** "Running a workflow that references an environment that does not exist will create an environment" (Managing environments). */
export const environmentNamed = (world: World, repository: Repository, name: string): Environment =>
  findEnvironment(repository, name) ?? putEnvironment(world, repository, name, unprotected);

/** Makes the environment, or gives it other rules. `branches`: as they were, where absent. */
export function putEnvironment(
  world: World,
  repository: Repository,
  name: string,
  { branches, ...rules }: Rules & { readonly branches?: readonly string[] },
): Environment {
  const now = world.clock.now();
  const before = findEnvironment(repository, name);
  const environment: Environment = {
    ...rules,
    id: before?.id ?? world.ids.next(),
    name: before?.name ?? name,
    createdAt: before?.createdAt ?? now,
    updatedAt: now,
    branches: branches?.map((pattern) => ({ id: world.ids.next(), name: pattern })) ?? before?.branches ?? [],
    ruleIds: before?.ruleIds ?? [world.ids.next(), world.ids.next(), world.ids.next()],
  };
  byName(repository).set(name.toLowerCase(), environment);
  return environment;
}

export const removeEnvironment = (repository: Repository, { name }: Environment): void =>
  void byName(repository).delete(name.toLowerCase());

/** Whether its branch policy lets what runs on `ref` deploy there. */
export const allowsRef = ({ branchPolicy, branches }: Environment, ref: string): boolean =>
  branchPolicy !== 'custom' ||
  matchesLast(
    branches.map(({ name }) => name),
    ref.replace(/^refs\/(heads|tags)\//, ''),
  );
