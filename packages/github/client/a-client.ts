import { type Double, type RepositoryStart, world } from '@slipway/github-double';
import { givenToken } from '../tokens/token-source.js';
import { type Client, connect } from './client.js';
import type { Pace } from './gate.js';

export const core = { owner: 'acme', repo: 'core' };

/** An organisation, its owner Ada, and one repository. */
export const acme = (start?: RepositoryStart): ReturnType<ReturnType<typeof world>['repository']> =>
  world()
    .organisation('acme', { owners: ['ada'] })
    .repository('acme/core', start);

/** A client with a token of Ada's, without pauses between writes. */
export function aClient(
  double: Double,
  {
    token = double.token({ kind: 'classic', user: 'ada' }),
    pace = { betweenWrites: 0 },
  }: { token?: string; pace?: Partial<Pace> } = {},
): Client {
  return connect({ apiUrl: double.urls.api, tokens: givenToken(token), clock: double.clock, pace });
}

/** Seconds of the double's clock that the work takes. */
export async function secondsOf(double: Double, work: Promise<unknown>): Promise<number> {
  const before = double.clock.now();
  await double.drive(work);
  return (double.clock.now() - before) / 1000;
}
