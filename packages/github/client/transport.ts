import { Octokit } from '@octokit/core';
import type { Clock } from '@slipway/operations/ports';
import type { TokenSource } from '../tokens/token-source.js';
import { attempt, type Outcome } from './attempt.js';
import { Etags } from './etags.js';
import type { Response } from './failure.js';
import { gate, type Pace } from './gate.js';
import { policyOf } from './policy.js';
import { Refusal } from './refusal.js';
import { repositoryOf, type Request } from './request.js';
import { type Trouble, troubleOf, type Verdict, verdictOn } from './verdict.js';

export interface TransportOptions {
  /** `https://api.github.com`, or where `GITHUB_API_URL` says. */
  readonly apiUrl: string;
  readonly tokens: TokenSource;
  readonly clock: Clock;
  readonly pace?: Partial<Pace>;
}

/** Sends a request as often as its policy allows. Throws a `Refusal`, or `LostAnswer` where a write that creates may have had its effect. */
export type Transport = (request: Request) => Promise<Response>;

export class LostAnswer extends Error {}

/** "Wait at least one second between each request" that writes, says GitHub; the number of requests at once is ours. */
const usualPace: Pace = { betweenWrites: 1000, atOnce: 10 };

/**
 * The one Octokit. Without its plugins: plugin-retry repeats a dispatch whose answer was lost and replays used-up streams,
 * plugin-throttling waits by real timers, and pages follow addresses that no longer name the owner whose token is needed.
 * `@actions/github`'s Octokit takes five times as long to load, and reads the environment.
 */
export function transport({ apiUrl, tokens, clock, pace }: TransportOptions): Transport {
  const octokit = new Octokit({ baseUrl: apiUrl, request: { log: { warn: () => {} } } });
  const means = { apiUrl, octokit, tokens, etags: new Etags() };
  const gates = gate({ ...usualPace, ...pace }, clock);

  return async (request) => {
    const policy = policyOf(request.route);
    const failures = new Map<Trouble, number>();

    /** Judged before the next request may pass, which would meet the same limit. */
    async function judged(): Promise<Judged> {
      const outcome = await attempt(means, request);
      if (outcome.status === 'answered') return outcome;
      const trouble = troubleOf(outcome.failure);
      failures.set(trouble, (failures.get(trouble) ?? 0) + 1);
      const circumstances = { policy, failures: failures.get(trouble) ?? 1, now: clock.now() };
      const verdict = verdictOn(outcome.failure, circumstances);
      if (verdict.next === 'again' && verdict.waits === 'all') gates.close(verdict.after);
      return { ...outcome, verdict };
    }

    for (;;) {
      const outcome = await gates.pass(policy.access, judged);
      if (outcome.status === 'answered') return outcome.response;
      const { verdict, failure, token } = outcome;
      if (verdict.next === 'unknown') throw new LostAnswer();
      const isOver = verdict.next === 'throw' || (verdict.next === 'renew' && tokens.renew(token) === 'none');
      if (isOver) throw new Refusal(failure, askedOf(request, { apiUrl, tokens }));
      if (verdict.next === 'again' && verdict.waits === 'this') await clock.sleep(verdict.after);
    }
  };
}

type Judged = Outcome & ({ readonly status: 'answered' } | { readonly status: 'failed'; readonly verdict: Verdict });

const askedOf = (request: Request, { apiUrl, tokens }: Pick<TransportOptions, 'apiUrl' | 'tokens'>) => ({
  apiUrl,
  route: request.route,
  repository: repositoryOf(request),
  credential: tokens.credential,
});
