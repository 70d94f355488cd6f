import type { Call } from '../server/route.js';
import { attemptAt, type Run, runsById } from '../runs/run.js';
import { changedAt, hasCome, runStatus } from '../runs/status.js';
import { runHtmlUrl } from '../runs/urls.js';
import { stamp } from '../time/stamp.js';
import { refusalOf } from '../tokens/access.js';
import { nodeId } from '../world/ids.js';
import type { World } from '../world/world.js';
import { repositorySource } from './objects.js';
import type { Source } from './source.js';
import { FieldRefusal } from './refusal.js';
import { graphqlSettingsOf } from './settings.js';

export function runSource(call: Call, run: Run): Source {
  const { world, asOf } = call;
  const { id, workflow, definition, repository } = run;
  return {
    __typename: 'WorkflowRun',
    id: nodeId('WFR', id),
    databaseId: id,
    event: run.event,
    runNumber: run.number,
    url: runHtmlUrl(world, repository, id),
    createdAt: stamp(run.createdAt),
    updatedAt: stamp(changedAt(attemptAt(run, asOf), asOf)),
    workflow: { id: nodeId('W', workflow.id), databaseId: workflow.id, name: definition.name },
    checkSuite: () => suiteSource(call, run),
  };
}

export function suiteSource(call: Call, run: Run): Source {
  const { asOf } = call;
  refuseChecks(call, run);
  const attempt = attemptAt(run, asOf);
  return {
    __typename: 'CheckSuite',
    id: nodeId('CS', run.checkSuite),
    databaseId: run.checkSuite,
    status: runStatus(attempt, asOf).toUpperCase(),
    conclusion: hasCome(attempt.completedAt, asOf) ? (attempt.conclusion?.toUpperCase() ?? null) : null,
    createdAt: stamp(run.createdAt),
    updatedAt: stamp(changedAt(attempt, asOf)),
    repository: () => repositorySource(call, run.repository),
    workflowRun: () => runSource(call, run),
  };
}

function refuseChecks({ world, caller }: Call, { repository }: Run): void {
  if (caller.kind === 'fine-grained') {
    if (graphqlSettingsOf(world).fineGrainedChecks === 'allowed') return;
    throw new FieldRefusal('FORBIDDEN', 'Resource not accessible by personal access token');
  }
  const refusal = refusalOf(world, caller, repository, 'checks:read');
  if (refusal) throw new FieldRefusal('FORBIDDEN', refusal.message);
}

export const findRun = (world: World, id: number): Run | null => runsById(world).get(id) ?? null;

export const findSuite = (world: World, id: number): Run | null =>
  [...runsById(world).values()].find(({ checkSuite }) => checkSuite === id) ?? null;
