import { ReleaseError } from '@slipway/domain';
import type { Clock } from '@slipway/operations/ports';
import githubAppJwt from 'universal-github-app-jwt';
import type { TokenSource } from './token-source.js';

export interface AppKey {
  /** App id or client id. */
  readonly appId: string;
  /** PEM, as GitHub gives it out. */
  readonly privateKey: string;
  readonly clock: Clock;
  /** Told of every secret before it is used, so that no log shows it. */
  readonly mask: (secret: string) => void;
}

/** What a GitHub App proves itself with: a token signed now, good for ten minutes. */
export function appKey({ appId, privateKey, clock, mask }: AppKey): TokenSource {
  return {
    credential: "the App's id and key",
    async token() {
      const { token } = await githubAppJwt({ id: appId, privateKey, now: Math.floor(clock.now() / 1000) }).catch(
        unusable,
      );
      mask(token);
      return token;
    },
    renew: () => 'none',
    scope: () => '',
    granted: async () => null,
  };
}

/** Whatever the signing says may quote the key: it goes no further. */
function unusable(): never {
  throw new ReleaseError([
    {
      code: 'bad-input',
      severity: 'error',
      what: 'the private key of the App cannot be used',
      where: 'app-private-key',
      remedy: 'give the whole PEM file that GitHub gave out, with its first and last line',
    },
  ]);
}
