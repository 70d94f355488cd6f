import { parse } from 'yaml';
import type { Level, PermissionName, Permissions } from '../tokens/permissions.js';
import { mapOf, textOf } from '../workflows/yaml.js';

/** What execution reads of a workflow's YAML; act reads the rest. */
export interface Workflow {
  readonly name: string;
  readonly jobs: readonly DeclaredJob[];
  readonly permissions: Permissions;
  /** All words that may name a runner. */
  readonly labels: readonly string[];
}

export interface DeclaredJob {
  readonly id: string;
  readonly name: string;
  /** As GitHub calls them, with the id that act gives them. */
  readonly steps: readonly { readonly id: string; readonly name: string }[];
}

/** Reads a workflow; `path` names it where it does not name itself. */
export function readWorkflow(yaml: string, path: string): Workflow {
  const root = mapOf(parse(yaml));
  const jobs = Object.entries(mapOf(root['jobs'])).map(([id, job]) => ({ id, job: mapOf(job) }));
  return {
    name: textOf(root['name']) ?? path.split('/').at(-1) ?? path,
    jobs: jobs.map(({ id, job }) => ({
      id,
      name: textOf(job['name']) ?? id,
      steps: (Array.isArray(job['steps']) ? job['steps'] : []).map(stepOf),
    })),
    permissions: permissionsOf([root, ...jobs.map(({ job }) => job)].map((part) => part['permissions'])),
    labels: [...new Set(jobs.flatMap(({ job }) => [...words(job['runs-on']), ...words(job['strategy'])]))],
  };
}

function stepOf(value: unknown, index: number): DeclaredJob['steps'][number] {
  const step = mapOf(value);
  const [firstLine = ''] = (textOf(step['uses']) ?? textOf(step['run']) ?? '').split('\n');
  return { id: textOf(step['id']) ?? String(index), name: textOf(step['name']) ?? `Run ${firstLine}` };
}

const all: readonly PermissionName[] = [
  'actions',
  'attestations',
  'checks',
  'contents',
  'deployments',
  'metadata',
  'statuses',
];

/** What any part of the workflow asks for: act runs all jobs with one token. GitHub's restricted default where none does. */
function permissionsOf(asked: readonly unknown[]): Permissions {
  const given = asked.filter((one) => one !== undefined);
  if (given.length === 0) return { contents: 'read', metadata: 'read' };
  const granted: Partial<Record<PermissionName, Level>> = { metadata: 'read' };
  for (const [name, level] of given.flatMap(levels)) {
    if (level === 'write' || (level === 'read' && granted[name] !== 'write')) granted[name] = level;
  }
  return granted;
}

function levels(asked: unknown): readonly (readonly [PermissionName, string])[] {
  if (asked === 'read-all' || asked === 'write-all') return all.map((name) => [name, asked.replace('-all', '')]);
  return Object.entries(mapOf(asked)).map(([name, level]) => [name as PermissionName, String(level)]); // others are never asked for
}

/** All texts below `value`. */
function words(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.includes('${{') ? [] : [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(words);
}

/** What a workflow or an action uses from elsewhere, wherever it says `uses:`. */
export function usesIn(yaml: string): readonly string[] {
  const found: string[] = [];
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, below] of Object.entries(value)) {
      if (key === 'uses' && typeof below === 'string') found.push(below);
      else walk(below);
    }
  };
  walk(parse(yaml));
  return found;
}
