import * as z from 'zod/mini';
import type { Failure, Response } from './failure.js';

/** What is asked of the GraphQL API. */
export interface Question {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Data and errors come together: what could not be told is null, and an error names its place. */
export interface GraphqlAnswer {
  readonly data: unknown;
  readonly errors: readonly GraphqlError[];
}

const graphqlError = z.object({
  /** `FORBIDDEN`, `NOT_FOUND`, `RATE_LIMITED`. */
  type: z.optional(z.string()),
  message: z.string(),
  path: z.optional(z.array(z.union([z.string(), z.number()]))),
});
export type GraphqlError = z.infer<typeof graphqlError>;

const graphqlAnswer = z.object({ data: z.optional(z.unknown()), errors: z.optional(z.array(graphqlError)) });

export function graphqlAnswerIn(data: unknown): GraphqlAnswer {
  const read = graphqlAnswer.safeParse(data);
  return { data: read.data?.data ?? null, errors: read.data?.errors ?? [] };
}

/** What refuses the whole query is told as what refuses a part of it: who asks has another way then, or none. */
export const forbidden = (message: string): GraphqlAnswer => ({ data: null, errors: [{ type: 'FORBIDDEN', message }] });

/** `https://api.github.com/graphql`, but `/api/graphql` beside `/api/v3`: as the runner's `GITHUB_GRAPHQL_URL` has it. */
export const graphqlBase = (apiUrl: string): string => apiUrl.replace(/\/api\/v3\/?$/, '/api');

/** "The response status will still be 200" where a limit is used up (Rate limits for the GraphQL API): taken for what REST answers then. */
export function limitIn({ data, headers }: Response): Failure | null {
  const limit = graphqlAnswerIn(data).errors.find(
    ({ type, message }) => type === 'RATE_LIMITED' || /rate limit/i.test(message),
  );
  return limit ? { kind: 'answered', status: 403, message: limit.message, codes: [], headers } : null;
}
