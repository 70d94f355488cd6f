import type { Response } from './failure.js';

/** What is left of an hourly limit, as GitHub told last. REST and GraphQL have one each. */
export interface Budget {
  readonly limit: number;
  readonly remaining: number;
  /** When it is whole again: milliseconds since 1970, by our clock. */
  readonly resetAt: number;
}

export type Resource = 'core' | 'graphql';

/** What is left to each token: every answer tells it, one that costs nothing, too ("Rate limits for the REST API", "Checking the status"). */
export class Budgets {
  readonly #known = new Map<string, Budget>();

  learn(scope: string, headers: Response['headers'], now: number): void {
    const [limit, remaining, reset] = ['limit', 'remaining', 'reset'].map((name) =>
      Number(headers[`x-ratelimit-${name}`] ?? Number.NaN),
    );
    const date = Date.parse(String(headers.date));
    if (limit === undefined || remaining === undefined || reset === undefined) return;
    if (![limit, remaining, reset, date].every(Number.isFinite)) return;
    // `reset` is a time of GitHub's clock, as `date` is.
    const budget = { limit, remaining, resetAt: now + reset * 1000 - date };
    this.#known.set(keyOf(scope, String(headers['x-ratelimit-resource'])), budget);
  }

  /** `null` before the first answer. */
  of(scope: string, resource: Resource): Budget | null {
    return this.#known.get(keyOf(scope, resource)) ?? null;
  }
}

const keyOf = (scope: string, resource: string): string => `${resource} ${scope}`;
