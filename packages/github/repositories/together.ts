import { setImmediate as turn } from 'node:timers/promises';
import type { RepositoryName } from '@slipway/operations/ports';
import * as z from 'zod/mini';
import type { Client } from '../client/client.js';

/** What one repository is asked for: fields of GraphQL's `Repository`, `$argument` in them. */
export interface Question {
  readonly repository: RepositoryName;
  readonly fields: string;
  readonly argument: string;
}

interface Waiting extends Question {
  readonly tell: (answer: unknown) => void;
  readonly fail: (error: unknown) => void;
}

/** So that a query stays well below GraphQL's 500,000 nodes, and its answer below a few megabytes. */
const mostAtOnce = 50;

const told = z.record(z.string(), z.unknown());

/**
 * Asks about many repositories by one query where several are asked about in one turn of the event loop. Answers `null` for one that
 * stands alone, as REST can tell for nothing that it has not changed, and for what the query does not tell: REST says why.
 */
export function together(client: Client): (question: Question) => Promise<unknown> {
  let waiting: readonly Waiting[] = [];

  async function askAll(): Promise<void> {
    await turn();
    const all = waiting;
    waiting = [];
    const scopes = new Map<string, readonly Waiting[]>();
    for (const one of all) {
      const scope = client.tokens.scope(one.repository);
      scopes.set(scope, [...(scopes.get(scope) ?? []), one]);
    }
    await Promise.all([...scopes.values()].flatMap(inParts).map(ask));
  }

  async function ask(questions: readonly Waiting[]): Promise<void> {
    const [first] = questions;
    try {
      const { data } = first && questions.length > 1 ? await client.query(queryOf(questions), first.repository) : none;
      const answers = told.safeParse(data).data ?? {};
      questions.forEach(({ tell }, at) => tell(answers[`r${at}`] ?? null));
    } catch (error) {
      for (const { fail } of questions) fail(error);
    }
  }

  return (question) =>
    new Promise((tell, fail) => {
      waiting = [...waiting, { ...question, tell, fail }];
      if (waiting.length === 1) void askAll();
    });
}

const none = { data: null };

function queryOf(questions: readonly Question[]) {
  const parts = questions.map(({ fields }, at) => ({
    declared: `$o${at}: String!, $n${at}: String!${fields.includes('$argument') ? `, $a${at}: String!` : ''}`,
    asked: `r${at}: repository(owner: $o${at}, name: $n${at}) { ${fields.replaceAll('$argument', `$a${at}`)} }`,
  }));
  const variables = questions.flatMap(({ repository: { owner, repo }, fields, argument }, at) => [
    [`o${at}`, owner],
    [`n${at}`, repo],
    ...(fields.includes('$argument') ? [[`a${at}`, argument]] : []),
  ]);
  return {
    query: `query (${parts.map(({ declared }) => declared).join(', ')}) {\n${parts.map(({ asked }) => asked).join('\n')}\n}`,
    variables: Object.fromEntries(variables),
  };
}

const inParts = <Item>(items: readonly Item[]): readonly (readonly Item[])[] =>
  Array.from({ length: Math.ceil(items.length / mostAtOnce) }, (_, at) =>
    items.slice(at * mostAtOnce, (at + 1) * mostAtOnce),
  );
