import type { PlannedRequest, Rehearsal, WorkflowRuns } from '../../../ports/index.js';
import type { Steering } from '../../run/drive.js';
import type { GithubPorts } from '../ports.js';
import { keptInMemory } from './ledger.js';
import { type Placeholders, placeholders } from './placeholders.js';
import { rehearsedReleases } from './releases.js';

/** Where a dry run plays: everything is read, and nothing written. */
export interface Stage {
  /** Ports that write down what they would send, and remember what would come of it. */
  readonly ports: GithubPorts;
  readonly rehearsal: Rehearsal;
  readonly names: Placeholders;
  /** So far, in order; without what keeps the ledger, which is written at every step. */
  readonly requests: () => readonly PlannedRequest[];
}

export function stageOf(ports: GithubPorts): Stage {
  const rehearsal = ports.rehearse();
  const names = placeholders();
  return {
    ports: {
      ...ports,
      ledger: keptInMemory(ports.ledger),
      runs: rehearsedRuns(ports.runs, rehearsal),
      // What a build has made is nobody's business here, and would have to be written somewhere.
      artifacts: { ...ports.artifacts, list: async () => [] },
      releases: rehearsedReleases(ports.releases, rehearsal, names),
      repositories: { ...ports.repositories, createTag: rehearsal.repositories.createTag },
    },
    rehearsal,
    names,
    requests: () => rehearsal.requests().map((request) => names.named(request)),
  };
}

/** What happens on a stage is no progress that anybody should see. */
export const unseen = (steering: Steering): Steering => ({ ...steering, watch: () => {} });

/** A run that is cancelled here has ended, for whoever looks at it here. */
function rehearsedRuns(real: WorkflowRuns, { runs: { start, rerunFailed, cancel } }: Rehearsal): WorkflowRuns {
  const cancelled = new Set<number>();
  return {
    ...real,
    start,
    rerunFailed,
    async cancel(run) {
      await cancel(run);
      cancelled.add(run.id);
    },
    async standing(run) {
      const standing = await real.standing(run);
      return cancelled.has(run.id) ? { ...standing, stage: 'completed', conclusion: 'cancelled' } : standing;
    },
    async glance(runs) {
      const living = runs.filter(({ id }) => !cancelled.has(id));
      const ended = runs.filter(({ id }) => cancelled.has(id)).map(({ id }) => [id, 'completed'] as const);
      return new Map([...(living.length > 0 ? await real.glance(living) : []), ...ended]);
    },
  };
}
