import { isDigest, isName, nameRule } from '@slipway/domain';
import { z } from 'zod';

/** Version 1 of what an orchestrator and a component's own workflow tell each other; `docs/callee.md` is its text for people. */
export const contract = 1;

/** The input (or key of `client_payload`) that names the attempt, and has to stand in the run's title. */
export const markerInput = 'slipway-marker';

/** The input (or key of `client_payload`) that holds the order as JSON. */
export const orderInput = 'slipway';

/** The file beside what was built that says what it is. */
export const resultFile = 'slipway.json';

/** The workflow artifact that a component's build delivers. */
export const artifactNameOf = (component: string): string => `slipway-${component}`;

const digest = z.string().refine(isDigest, 'a digest is sha256: and 64 hexadecimal digits');
const commit = z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/, 'a commit is 40 or 64 hexadecimal digits');
const id = z.number().int().positive();
/** It becomes a folder's name. */
const component = z.string().refine(isName, `a component's name has ${nameRule}`);

const upstream = z.object({
  component,
  version: z.string(),
  repository: z.string().regex(/^[^/\s]+\/[^/\s]+$/, 'a repository is owner/name'),
  'run-id': id,
  'artifact-id': id,
  /** Of the artifact as GitHub keeps it. */
  digest,
  /** Base names of its files that can be executed: artifacts keep no modes. */
  binaries: z.array(z.string()),
});

/** What is to be built, of which commit, with which upstreams. */
export const calleeOrder = z.object({
  contract: z.literal(contract),
  component,
  version: z.string(),
  tag: z.string(),
  set: z.string(),
  commit,
  /** All that it requires, transitively, sorted by name. */
  upstreams: z.array(upstream),
});

export type CalleeOrder = z.infer<typeof calleeOrder>;
export type CalleeUpstream = CalleeOrder['upstreams'][number];

/** What was built: `slipway.json`. */
export const calleeResult = z.object({
  contract: z.literal(contract),
  marker: z.string(),
  component: z.string(),
  version: z.string(),
  commit,
  /** All files but this one, sorted by path. */
  files: z.array(z.object({ path: z.string(), size: z.number().int().nonnegative(), digest })),
});

export type CalleeResult = z.infer<typeof calleeResult>;
