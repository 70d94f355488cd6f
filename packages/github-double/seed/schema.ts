import { Ajv } from 'ajv';
import type { RunScript } from '../runs/script.js';
import type { Permissions } from '../tokens/permissions.js';

/** What a world holds when the double is started alone. */
export interface Seed {
  readonly organisations?: Readonly<Record<string, { readonly owners?: readonly string[] } | null>>;
  readonly repositories: Readonly<Record<string, SeedRepository>>;
  readonly tokens?: readonly SeedToken[];
}

export interface SeedRepository {
  readonly private?: boolean;
  readonly defaultBranch?: string;
  /** A folder beside the seed file, whose files are the first commit. */
  readonly files?: string;
  /** A git repository beside the seed file, whose branches and tags are taken instead. */
  readonly from?: string;
  /** Tags of that commit. */
  readonly tags?: readonly string[];
  readonly environments?: Readonly<
    Record<string, { readonly reviewers?: readonly string[]; readonly waitTimer?: number } | null>
  >;
  /** By the workflow's file (`build.yml`): how its runs go, or that act executes them. */
  readonly runs?: Readonly<Record<string, SeedRun>>;
}

export type SeedRun =
  'act' | (Pick<RunScript, 'queuedFor' | 'takes' | 'conclusion'> & { readonly artifacts?: readonly SeedArtifact[] });

export interface SeedArtifact {
  readonly name: string;
  /** Contents by path. */
  readonly files: Readonly<Record<string, string>>;
}

/** A classic token; a fine-grained one where permissions are named. */
export interface SeedToken {
  readonly user: string;
  readonly repositories?: readonly string[];
  readonly permissions?: Permissions;
}

const text = { type: 'string' };
const texts = { type: 'array', items: text };
const duration = { type: 'string', pattern: '^[0-9.]+(ms|s|m|h|d)$' };
const object = (properties: object, ...required: readonly string[]): object => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});
const mapOf = (value: object): object => ({ type: 'object', additionalProperties: value });
const orNothing = (value: object): object => ({ anyOf: [value, { type: 'null' }] });

const run = object({
  queuedFor: duration,
  takes: duration,
  conclusion: text,
  artifacts: { type: 'array', items: object({ name: text, files: mapOf(text) }, 'name', 'files') },
});

const repository = object({
  private: { type: 'boolean' },
  defaultBranch: text,
  files: text,
  from: text,
  tags: texts,
  environments: mapOf(orNothing(object({ reviewers: texts, waitTimer: { type: 'integer', minimum: 0 } }))),
  runs: mapOf({ anyOf: [{ const: 'act' }, run] }),
});

const seed = object(
  {
    organisations: mapOf(orNothing(object({ owners: texts }))),
    repositories: {
      type: 'object',
      propertyNames: { pattern: '^[\\w.-]+/[\\w.-]+$' },
      additionalProperties: repository,
    },
    tokens: {
      type: 'array',
      items: object({ user: text, repositories: texts, permissions: mapOf({ enum: ['read', 'write'] }) }, 'user'),
    },
  },
  'repositories',
);

/** Throws what is wrong with `value`, all at once, each with its place. */
export function checkSeed(value: unknown, file: string): Seed {
  const check = new Ajv({ allErrors: true, strict: false, meta: false, validateSchema: false }).compile<Seed>(seed);
  if (check(value)) return value;
  const lines = (check.errors ?? []).map(({ instancePath, message, params }) => {
    const key: unknown = params['additionalProperty'];
    return `  ${instancePath || '/'} ${message}${typeof key === 'string' ? `: ${key}` : ''}`;
  });
  throw new Error(`${file} is no seed:\n${lines.join('\n')}`);
}
