import type { LookBudget, RunStage, WorkflowRun } from '@slipway/operations/ports';
import * as z from 'zod/mini';
import type { Resource } from '../client/budgets.js';
import type { Client } from '../client/client.js';
import { fullName } from '../client/repository.js';
import { stageOf } from './json.js';

/** Nodes that one query may ask for; it costs one of the hourly points, however many they are. */
const mostNodes = 100;

/** So few are asked for one by one: that nothing has changed is free to hear, and a query never is. */
const few = 4;

const query = `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on WorkflowRun { checkSuite { status } } } }`;

const answer = z.object({ nodes: z.array(z.nullable(z.object({ checkSuite: z.object({ status: z.string() }) }))) });

type Watched = WorkflowRun & { readonly nodeId: string };

export interface GlanceMeans {
  readonly client: Client;
  /** GraphQL's name of a run, where somebody has told it. */
  readonly nodeIdOf: (run: WorkflowRun) => string | null;
  /** By REST, which is free where nothing has changed; `null` where the run is not there. */
  readonly stageByRest: (run: WorkflowRun) => Promise<RunStage | null>;
}

/** The stages of many runs by one query for each token and hundred; by REST where they are few, or that is not to be had. */
export function glancer({ client, nodeIdOf, stageByRest }: GlanceMeans) {
  /** Full names: what is refused once will be again, as it hangs on the token's permissions. */
  const refused = new Set<string>();

  async function ask(runs: readonly Watched[]): Promise<ReadonlyMap<number, RunStage>> {
    const [first] = runs;
    if (!first) return new Map();
    const { data, errors } = await client.query(
      { query, variables: { ids: runs.map(({ nodeId }) => nodeId) } },
      first.repository,
    );
    for (const { type, path } of errors) {
      if (type !== 'FORBIDDEN') continue;
      const index = path?.find((part) => typeof part === 'number');
      for (const { repository } of index === undefined ? runs : runs.slice(index, index + 1))
        refused.add(fullName(repository));
    }
    const nodes = answer.safeParse(data).data?.nodes ?? [];
    return new Map(
      runs.flatMap(({ id }, index) => {
        const status = nodes[index]?.checkSuite.status;
        return status === undefined ? [] : [[id, stageOf(status.toLowerCase())]];
      }),
    );
  }

  const byToken = (runs: readonly Watched[]): readonly (readonly Watched[])[] => {
    const scopes = new Set(runs.map(({ repository }) => client.tokens.scope(repository)));
    return [...scopes].map((scope) => runs.filter(({ repository }) => client.tokens.scope(repository) === scope));
  };

  /** Those that are worth a query, by token. */
  const askedTogether = (runs: readonly WorkflowRun[]): readonly (readonly Watched[])[] => {
    const watched = runs.flatMap((run): readonly Watched[] => {
      const nodeId = refused.has(fullName(run.repository)) ? null : nodeIdOf(run);
      return nodeId === null ? [] : [{ ...run, nodeId }];
    });
    return byToken(watched).filter(({ length }) => length > few);
  };

  return {
    async glance(runs: readonly WorkflowRun[]): Promise<ReadonlyMap<number, RunStage>> {
      const answers = await Promise.all(askedTogether(runs).flatMap(hundreds).map(ask));
      const stages = new Map(answers.flatMap((each) => [...each]));
      const untold = runs.filter(({ id }) => !stages.has(id));
      const told = await Promise.all(untold.map(async (run) => [run.id, await stageByRest(run)] as const));
      for (const [id, stage] of told) if (stage !== null) stages.set(id, stage);
      return stages;
    },
    /** By REST a look costs about one request, however many there are: who has nothing new costs nothing. */
    budgets(runs: readonly WorkflowRun[]): readonly LookBudget[] {
      const together = askedTogether(runs);
      const byQuery = together.map((some) => budgetFor('graphql', some, hundreds(some).length));
      const queried = new Set(together.flat().map(({ id }) => id));
      const rest = runs.filter(({ id }) => !queried.has(id));
      return [...byQuery, budgetFor('core', rest, 1)].flatMap((budget) => budget ?? []);
    },
  };

  function budgetFor(resource: Resource, [first]: readonly WorkflowRun[], cost: number): LookBudget | null {
    const budget = first ? client.budget(resource, first.repository) : null;
    return budget && { ...budget, cost };
  }
}

const hundreds = <Item>(items: readonly Item[]): readonly (readonly Item[])[] =>
  Array.from({ length: Math.ceil(items.length / mostNodes) }, (_, index) =>
    items.slice(index * mostNodes, (index + 1) * mostNodes),
  );
