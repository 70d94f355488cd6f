import type { Caller } from '../tokens/caller.js';

export type Resource = 'core' | 'graphql';

/** GitHub's limits, as documented under "Rate limits for the REST API". */
export interface LimitSettings {
  /** Requests an hour (points, for GraphQL), by the kind of token. */
  readonly primary: Readonly<Record<Caller['kind'], number>>;
  readonly concurrent: number;
  /** REST: reading costs 1, writing 5. */
  readonly pointsPerMinute: Readonly<Record<Resource, number>>;
  readonly contentPerMinute: number;
  readonly contentPerHour: number;
  /** Milliseconds between writes; GitHub recommends a second and is not known to enforce it, so it is off by default. */
  readonly writeGap: number;
}

export const githubLimits: LimitSettings = {
  primary: { anonymous: 60, classic: 5000, 'fine-grained': 5000, installation: 5000, workflow: 1000, app: 5000 },
  concurrent: 100,
  pointsPerMinute: { core: 900, graphql: 2000 },
  contentPerMinute: 80,
  contentPerHour: 500,
  writeGap: 0,
};

/** For tests that are about something else. */
export const noLimits: LimitSettings = {
  primary: Object.fromEntries(Object.keys(githubLimits.primary).map((kind) => [kind, 1e9])) as LimitSettings['primary'], // same keys
  concurrent: Infinity,
  pointsPerMinute: { core: Infinity, graphql: Infinity },
  contentPerMinute: Infinity,
  contentPerHour: Infinity,
  writeGap: 0,
};
