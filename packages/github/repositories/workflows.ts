import type { RemoteWorkflow, RepositoryName } from '@slipway/operations/ports';
import * as z from 'zod/mini';
import type { Client } from '../client/client.js';
import { type Ask, fileText } from './facts.js';
import { noTriggers, type Triggers, triggersOf } from './triggers.js';

const folder = '.github/workflows';

/** The workflow in this file at the ref; `null` where the file is not there. */
export async function workflowAt(
  { client, ask }: { readonly client: Client; readonly ask: Ask },
  repository: RepositoryName,
  { file, ref }: { readonly file: string; readonly ref: string },
): Promise<RemoteWorkflow | null> {
  const path = `${folder}/${file}`;
  const told = await fileText(ask, repository, { path, branch: ref });
  const text = told ?? (await textAt(client, repository, { path, ref }));
  if (text === null) return null;
  const parameters = { ...repository, workflow_id: file };
  const known = await client.find('GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}', parameters);
  return { file, state: stateOf(known?.state), text, ...(await triggersIn(text)) };
}

/** Those whose files are on the default branch; GitHub lists others that have run, and some of its own. */
export async function workflowsOf(client: Client, repository: RepositoryName): Promise<readonly RemoteWorkflow[]> {
  const listed = await client.listUnder('GET /repos/{owner}/{repo}/actions/workflows', 'workflows', { ...repository });
  const ofFiles = listed.filter(({ path }) => path.startsWith(`${folder}/`));
  const texts = await textsOf(client, repository);
  const read = ofFiles.map(async ({ path, state }): Promise<readonly RemoteWorkflow[]> => {
    const file = path.slice(folder.length + 1);
    const text = texts.get(file) ?? (await textAt(client, repository, { path }));
    return text === null ? [] : [{ file, state: stateOf(state), text, ...(await triggersIn(text)) }];
  });
  return (await Promise.all(read)).flat();
}

/** Many words for why it is disabled; those that come later will not be `active` either. */
const stateOf = (state: string | undefined): RemoteWorkflow['state'] =>
  state === undefined ? 'unlisted' : state === 'active' ? 'active' : 'disabled';

const query = `query ($owner: String!, $name: String!) { repository(owner: $owner, name: $name) {
  object(expression: "HEAD:${folder}") { ... on Tree { entries { name object { ... on Blob { text isTruncated } } } } } } }`;

const blob = z.object({ text: z.string(), isTruncated: z.literal(false) });
const answer = z.object({
  repository: z.object({ object: z.object({ entries: z.array(z.object({ name: z.string(), object: z.unknown() })) }) }),
});

/** The files of the default branch by one query; what it does not tell has to be asked for file by file. */
async function textsOf(client: Client, repository: RepositoryName): Promise<ReadonlyMap<string, string>> {
  const variables = { owner: repository.owner, name: repository.repo };
  const { data } = await client.query({ query, variables }, repository);
  const entries = answer.safeParse(data).data?.repository.object.entries ?? [];
  return new Map(
    entries.flatMap(({ name, object }): readonly (readonly [string, string])[] => {
      const read = blob.safeParse(object);
      return read.success ? [[name, read.data.text]] : [];
    }),
  );
}

/** A file's text; without a ref that of the default branch. */
export async function textAt(
  client: Client,
  repository: RepositoryName,
  { path, ref }: { readonly path: string; readonly ref?: string },
): Promise<string | null> {
  const place = { ...repository, path, ...(ref === undefined ? {} : { ref }) };
  const raw = { mediaType: { format: 'raw' } };
  const text: unknown = await client.find('GET /repos/{owner}/{repo}/contents/{path}', { ...place, ...raw });
  return typeof text === 'string' ? text : null;
}

async function triggersIn(text: string): Promise<Triggers> {
  // Loaded here because most commands read no workflow.
  const { parse } = await import('yaml');
  try {
    return triggersOf(parse(text));
  } catch {
    return noTriggers;
  }
}
