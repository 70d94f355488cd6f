import { type Digest, isDigest, isName, nameRule } from '@slipway/domain';
import * as z from 'zod/mini';

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

const digest = z.custom<Digest>(
  (value) => typeof value === 'string' && isDigest(value),
  'a digest is sha256: and 64 hexadecimal digits',
);
const commit = z.string().check(z.regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/, 'a commit is 40 or 64 hexadecimal digits'));
const id = z.int('expected a whole number').check(z.positive());
/** It becomes a folder's name. */
const component = z.string().check(z.refine(isName, `a component's name has ${nameRule}`));
// zod/mini, which loads faster, brings no sentences of its own.
const text = z.string('expected string');
const version1 = z.literal(contract, `expected ${contract}`);
const list = <Item extends z.ZodMiniType>(item: Item) => z.array(item, 'expected array');

const upstream = z.object({
  component,
  version: text,
  repository: z.string().check(z.regex(/^[^/\s]+\/[^/\s]+$/, 'a repository is owner/name')),
  'run-id': id,
  'artifact-id': id,
  /** Of the artifact as GitHub keeps it. */
  digest,
  /** Base names of its files that can be executed: artifacts keep no modes. */
  binaries: list(text),
});

/** What is to be built, of which commit, with which upstreams. */
export const calleeOrder = z.object({
  contract: version1,
  component,
  version: text,
  tag: text,
  set: text,
  commit,
  /** All that it requires, transitively, sorted by name. */
  upstreams: list(upstream),
});

export type CalleeOrder = z.infer<typeof calleeOrder>;
export type CalleeUpstream = CalleeOrder['upstreams'][number];

/** What was built: `slipway.json`. */
export const calleeResult = z.object({
  contract: version1,
  marker: text,
  component: text,
  version: text,
  commit,
  /** All files but this one, sorted by path. */
  files: list(z.object({ path: text, size: z.int('expected a whole number').check(z.minimum(0)), digest })),
});

export type CalleeResult = z.infer<typeof calleeResult>;
