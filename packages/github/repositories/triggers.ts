import type { RemoteWorkflow } from '@slipway/operations/ports';

/** What starts a workflow. */
export type Triggers = Pick<RemoteWorkflow, 'dispatch' | 'events' | 'tags'>;

/** Of a file that cannot be read, GitHub starts nothing. */
export const noTriggers: Triggers = { dispatch: null, events: null, tags: null };

/** Reads a workflow's parsed YAML: `on: push`, `on: [push, workflow_dispatch]`, or a map of events. */
export function triggersOf(workflow: unknown): Triggers {
  const on = eventsOf(mapOf(workflow)['on']);
  const [dispatch, event, push] = [on.get('workflow_dispatch'), on.get('repository_dispatch'), on.get('push')];
  return {
    dispatch: dispatch === undefined ? null : { inputs: inputsOf(dispatch['inputs']) },
    events: event === undefined ? null : textsOf(event['types']),
    // "Runs your workflow when someone creates a Git reference (Git branch or tag)": `create` knows no patterns.
    tags: on.has('create') ? [] : push === undefined ? null : tagsOf(push),
  };
}

/** What stands below each event. */
function eventsOf(on: unknown): ReadonlyMap<string, Tree> {
  if (isTree(on)) return new Map(Object.entries(on).map(([name, below]) => [name, mapOf(below)]));
  return new Map(textsOf(on).map((name) => [name, {}]));
}

const inputsOf = (inputs: unknown): NonNullable<Triggers['dispatch']>['inputs'] =>
  new Map(
    Object.entries(mapOf(inputs)).map(([name, value]) => {
      const input = mapOf(value);
      return [name, { required: input['required'] === true, hasDefault: (input['default'] ?? null) !== null }];
    }),
  );

/**
 * "If you define only branches … the workflow won't run for events affecting" tags, and the other way round; filters of paths
 * say nothing about tags (workflow syntax, `on.push`).
 */
function tagsOf(push: Tree): readonly string[] | null {
  if ('tags' in push) return textsOf(push['tags']);
  if ('tags-ignore' in push) return ['**', ...textsOf(push['tags-ignore']).map((pattern) => `!${pattern}`)];
  return 'branches' in push || 'branches-ignore' in push ? null : [];
}

type Tree = Readonly<Record<string, unknown>>;

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

const mapOf = (value: unknown): Tree => (isTree(value) ? value : {});

/** A list, or one alone. */
const textsOf = (value: unknown): readonly string[] =>
  [value].flat().flatMap((item) => (typeof item === 'string' || typeof item === 'number' ? [String(item)] : []));
