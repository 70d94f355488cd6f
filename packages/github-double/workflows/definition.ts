import { parse } from 'yaml';
import { type InputDefinition, readInputs } from './inputs.js';
import { isMap, type Map, mapOf, textOf, textsOf } from './yaml.js';

/** One job of a workflow's file. */
export interface JobDefinition {
  /** Its key below `jobs`. */
  readonly key: string;
  readonly name: string;
  readonly needs: readonly string[];
  /** May hold `${{ … }}`. */
  readonly environment: string | null;
  readonly labels: readonly string[];
  /** Its `if`, as it stands there. */
  readonly condition: string | null;
  /** The names of its steps. */
  readonly steps: readonly string[];
}

export interface Concurrency {
  /** May hold `${{ … }}`. */
  readonly group: string;
  readonly cancelInProgress: boolean;
  /** How many may wait: one by default, a hundred with `queue: max`. */
  readonly places: number;
}

/** A workflow's file at one commit. */
export interface Definition {
  readonly name: string;
  readonly runName: string | null;
  /** By event, what stands below it. */
  readonly triggers: Readonly<Record<string, Map>>;
  /** Of `workflow_dispatch`. */
  readonly inputs: Readonly<Record<string, InputDefinition>>;
  readonly jobs: readonly JobDefinition[];
  readonly concurrency: Concurrency | null;
  /** Why the file is no workflow; `null` where it is one. */
  readonly problem: string | null;
}

/** Reads a workflow's file; one that cannot be read is a definition with a problem, named by its path as GitHub does. */
export function readDefinition(path: string, text: string): Definition {
  let file: unknown;
  try {
    file = parse(text);
  } catch (error) {
    return broken(path, error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error));
  }
  if (!isMap(file)) return broken(path, 'A mapping was expected');
  const triggers = readTriggers(file['on']);
  if (Object.keys(triggers).length === 0) return broken(path, 'No event triggers defined in `on`');
  const jobs = Object.entries(mapOf(file['jobs'])).map(([key, job]) => readJob(key, mapOf(job)));
  const problem = problemOf(jobs);
  if (problem !== null) return broken(path, problem);
  return {
    name: textOf(file['name']) ?? path,
    runName: textOf(file['run-name']),
    triggers,
    inputs: readInputs(triggers['workflow_dispatch']?.['inputs']),
    jobs,
    concurrency: readConcurrency(file['concurrency']),
    problem: null,
  };
}

const broken = (path: string, problem: string): Definition => ({
  name: path,
  runName: null,
  triggers: {},
  inputs: {},
  jobs: [],
  concurrency: null,
  problem,
});

/** `on: push`, `on: [push, workflow_dispatch]`, or a map. */
function readTriggers(on: unknown): Readonly<Record<string, Map>> {
  const names = textsOf(on);
  if (names) return Object.fromEntries(names.map((name) => [name, {}]));
  return Object.fromEntries(Object.entries(mapOf(on)).map(([name, trigger]) => [name, mapOf(trigger)]));
}

/** Why these jobs cannot run; quoted, but for the first, in TWiStErRob/net.twisterrob.ghlint#92 and canonical/mlflow-operator#396. */
function problemOf(jobs: readonly JobDefinition[]): string | null {
  if (jobs.length === 0) return 'No jobs defined in `jobs`';
  const reached = new Set<string>();
  for (let before = -1; before !== reached.size;) {
    before = reached.size;
    for (const { key, needs } of jobs) if (needs.every((need) => reached.has(need))) reached.add(key);
  }
  const stuck = jobs.find(({ key }) => !reached.has(key));
  if (!stuck) return null;
  if (jobs.every(({ needs }) => needs.length > 0))
    return 'The workflow must contain at least one job with no dependencies.';
  const unknown = stuck.needs.find((need) => !jobs.some(({ key }) => key === need));
  if (unknown !== undefined) return `Job '${stuck.key}' depends on unknown job '${unknown}'.`;
  const inCycle = stuck.needs.find((need) => !reached.has(need)) ?? stuck.key;
  return `Job '${stuck.key}' depends on job '${inCycle}' which creates a cycle in the dependency graph.`;
}

function readJob(key: string, job: Map): JobDefinition {
  const { environment } = job;
  return {
    key,
    name: textOf(job['name']) ?? key,
    needs: textsOf(job['needs']) ?? [],
    environment: textOf(environment) ?? textOf(mapOf(environment)['name']),
    labels: textsOf(job['runs-on']) ?? [],
    condition: textOf(job['if']),
    steps: (Array.isArray(job['steps']) ? job['steps'] : []).map((step) => stepName(mapOf(step))),
  };
}

/** As the runner names steps that have no name. */
const stepName = (step: Map): string =>
  textOf(step['name']) ?? `Run ${(textOf(step['uses']) ?? textOf(step['run']) ?? '').split('\n')[0] ?? ''}`;

function readConcurrency(value: unknown): Concurrency | null {
  const map = mapOf(value);
  const group = textOf(value) ?? textOf(map['group']);
  if (group === null) return null;
  return { group, cancelInProgress: map['cancel-in-progress'] === true, places: map['queue'] === 'max' ? 100 : 1 };
}
