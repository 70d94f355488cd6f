import type { RemoteCommit, RepositoryName } from '@slipway/operations/ports';
import * as z from 'zod/mini';
import type { together } from './together.js';

/** What GraphQL tells, where several repositories are asked about at once; `null`: REST has to be asked. */
export type Ask = ReturnType<typeof together>;

const commit = z.object({ oid: z.string(), committedDate: z.string() });
const tagged = z.object({ ref: z.object({ target: z.union([commit, z.object({ target: commit })]) }) });

/** The commit of a tag, an annotated one peeled once; of one that points to another tag REST knows more. */
export async function taggedCommit(ask: Ask, repository: RepositoryName, tag: string): Promise<RemoteCommit | null> {
  const fields = '... on Commit { oid committedDate }';
  const found = tagged.safeParse(
    await ask({
      repository,
      fields: `ref(qualifiedName: $argument) { target { ${fields} ... on Tag { target { ${fields} } } } }`,
      argument: `refs/tags/${tag}`,
    }),
  );
  if (!found.success) return null;
  const { target } = found.data.ref;
  const { oid, committedDate } = 'oid' in target ? target : target.target;
  return { commit: oid, time: Date.parse(committedDate) / 1000 };
}

const file = z.object({ object: z.object({ text: z.string(), isTruncated: z.literal(false) }) });

/** The text of a file on a branch. */
export async function fileText(
  ask: Ask,
  repository: RepositoryName,
  { path, branch }: { readonly path: string; readonly branch: string },
): Promise<string | null> {
  const fields = 'object(expression: $argument) { ... on Blob { text isTruncated } }';
  const found = file.safeParse(await ask({ repository, fields, argument: `refs/heads/${branch}:${path}` }));
  return found.success ? found.data.object.text : null;
}

const repositoryFacts = z.object({
  defaultBranchRef: z.object({ name: z.string() }),
  isPrivate: z.boolean(),
  /** `ADMIN`, `MAINTAIN`, `WRITE`, `TRIAGE`, `READ`. */
  viewerPermission: z.nullable(z.string()),
});

export interface RepositoryFacts {
  readonly defaultBranch: string;
  readonly isPrivate: boolean;
  /** Whether a person's role lets them write; of an App's token it says nothing. */
  readonly mayPush: boolean;
}

export async function factsOf(ask: Ask, repository: RepositoryName): Promise<RepositoryFacts | null> {
  const fields = 'defaultBranchRef { name } isPrivate viewerPermission';
  const found = repositoryFacts.safeParse(await ask({ repository, fields, argument: '' }));
  if (!found.success) return null;
  const { defaultBranchRef, isPrivate, viewerPermission } = found.data;
  const mayPush = ['ADMIN', 'MAINTAIN', 'WRITE'].includes(viewerPermission ?? '');
  return { defaultBranch: defaultBranchRef.name, isPrivate, mayPush };
}
