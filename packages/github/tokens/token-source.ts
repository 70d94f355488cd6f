import type { Repository } from '../client/repository.js';

/** Where tokens come from. */
export interface TokenSource {
  /** What a message calls it: `the token`. */
  readonly credential: string;
  /** One that is good for this repository (`null`: for what belongs to none), for some minutes at least. */
  token(repository: Repository | null): Promise<string>;
  /** GitHub has refused this one. `renewed`: ask for another. */
  renew(refused: string): 'renewed' | 'none';
  /** Equal for repositories that one token serves. */
  scope(repository: Repository): string;
  /** Names of permissions and their levels, where the token's maker has told them: `{ actions: 'write' }`. */
  granted(repository: Repository): Promise<Readonly<Record<string, string>> | null>;
}

/** A token that was given, a `GITHUB_TOKEN` or a person's. */
export const givenToken = (token: string): TokenSource => ({
  credential: 'the token',
  token: async () => token,
  renew: () => 'none',
  scope: () => '',
  granted: async () => null,
});
