import type { Alarm } from '../time/clock.js';
import type { Environment } from '../environments/environment.js';
import type { Repository } from '../repositories/repository.js';
import type { Account } from '../world/accounts.js';
import { subject } from '../world/subject.js';
import type { World } from '../world/world.js';
import type { Definition, JobDefinition } from '../workflows/definition.js';
import type { Inputs } from '../workflows/inputs.js';
import type { Value } from '../workflows/values.js';
import type { Workflow } from '../workflows/workflow.js';
import type { RealExecution } from './real-execution.js';
import type { JobConclusion, Outputs, RunScript } from './script.js';

/** Moments are milliseconds since 1970, `null` as long as they have not come: so every state of the past can be told. */
export interface Job {
  readonly id: number;
  readonly definition: JobDefinition;
  readonly createdAt: number;
  /** What keeps it from a runner. */
  readonly gate: Gate | null;
  /** Its environment let it through, and it waits for a runner. */
  queuedAt: number | null;
  startedAt: number | null;
  completedAt: number | null;
  conclusion: JobConclusion | null;
  /** `null` where they are not known: before its end, or where it was executed and nobody asked for them. */
  outputs: Outputs | null;
  /** What will happen to it next. */
  alarm: Alarm | null;
}

/** An environment's rules, as one job meets them. */
export interface Gate {
  readonly environment: Environment;
  /** A deployment's id. */
  readonly deployment: number;
  readonly since: number;
  /** When its wait timer has run out. */
  readonly openAt: number;
  needsReview: boolean;
}

export interface Attempt {
  /** From 1. */
  readonly number: number;
  readonly triggeringActor: Account;
  readonly createdAt: number;
  /** Jobs to come, by key; those that a rerun takes over are made already. */
  readonly jobs: Map<string, Job>;
  readonly script: RunScript;
  /** Its concurrency group let it begin. */
  admittedAt: number | null;
  cancelledAt: number | null;
  completedAt: number | null;
  conclusion: string | null;
  /** Of one that is executed instead of scripted. */
  readonly execution: RealExecution | null;
}

export interface Review {
  readonly environment: Environment;
  readonly state: 'approved' | 'rejected';
  readonly user: Account;
  readonly comment: string;
}

export interface Run {
  readonly id: number;
  readonly repository: Repository;
  readonly workflow: Workflow;
  readonly definition: Definition;
  readonly number: number;
  readonly event: string;
  readonly ref: string;
  readonly sha: string;
  readonly title: string;
  readonly actor: Account;
  readonly inputs: Inputs;
  readonly payload: Value;
  /** Its concurrency group; `null` where it is in none. */
  readonly group: string | null;
  readonly checkSuite: number;
  readonly createdAt: number;
  /** From when on lists tell of it. */
  readonly listedAt: number;
  /** Oldest first, one at least. */
  readonly attempts: Attempt[];
  readonly reviews: Review[];
}

/** Oldest first. */
export const runsIn = subject<Repository, Run[]>(() => []);
export const runsById = subject<World, Map<number, Run>>(() => new Map());

export function latestAttempt(run: Run): Attempt {
  const latest = run.attempts.at(-1);
  if (!latest) throw new Error(`run ${run.id} has no attempt`);
  return latest;
}

/** `main`, `v1.0.0`. */
export const branchOf = ({ ref }: Pick<Run, 'ref'>): string => ref.replace(/^refs\/(heads|tags)\//, '');

/** The attempt that was the latest at `at`. */
export const attemptAt = (run: Run, at: number): Attempt =>
  run.attempts.findLast(({ createdAt }) => createdAt <= at) ?? latestAttempt(run);
