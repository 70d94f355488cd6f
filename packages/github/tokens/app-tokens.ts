import { ReleaseError } from '@slipway/domain';
import { Refusal } from '../client/refusal.js';
import { fullName, type Repository } from '../client/repository.js';
import { type Transport, transport, type TransportOptions } from '../client/transport.js';
import { type AppKey, appKey } from './app-key.js';
import type { TokenSource } from './token-source.js';

/** A token is not used in its last minutes: an upload may take them. Milliseconds; GitHub's live an hour. */
const margin = 5 * 60_000;

interface Installed {
  readonly token: string;
  readonly permissions: Readonly<Record<string, string>>;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Installation tokens of a GitHub App: one for each owner, renewed before it expires. */
export function appTokens({ apiUrl, pace, ...key }: AppKey & Pick<TransportOptions, 'apiUrl' | 'pace'>): TokenSource {
  const ask = transport({ apiUrl, clock: key.clock, tokens: appKey(key), ...(pace ? { pace } : {}) });
  const held = new Map<string, Installed>();
  const coming = new Map<string, Promise<Installed>>();

  async function renewed(owner: string, repository: Repository): Promise<Installed> {
    try {
      const made = await newToken(ask, repository);
      key.mask(made.token);
      held.set(owner, made);
      return made;
    } finally {
      coming.delete(owner);
    }
  }

  async function installed(repository: Repository): Promise<Installed> {
    const owner = ownerOf(repository);
    const known = held.get(owner);
    if (known && key.clock.now() < known.expiresAt - margin) return known;
    const next = coming.get(owner) ?? renewed(owner, repository);
    coming.set(owner, next);
    return next;
  }

  return {
    credential: "the App's token",
    async token(repository) {
      if (repository === null) throw new Error('the tokens of an App are for repositories');
      return (await installed(repository)).token;
    },
    renew(refused) {
      for (const [owner, { token }] of held) if (token === refused) held.delete(owner);
      return 'renewed';
    },
    scope: ownerOf,
    granted: async (repository) => (await installed(repository)).permissions,
  };
}

const ownerOf = ({ owner }: Repository): string => owner.toLowerCase();

async function newToken(ask: Transport, repository: Repository): Promise<Installed> {
  const installation_id = await installationOn(ask, repository);
  const route = 'POST /app/installations/{installation_id}/access_tokens';
  const { token, expires_at, permissions } = (await ask({ route, parameters: { installation_id } })).data;
  return { token, permissions: permissions ?? {}, expiresAt: Date.parse(expires_at) };
}

async function installationOn(ask: Transport, { owner, repo }: Repository): Promise<number> {
  try {
    return (await ask({ route: 'GET /repos/{owner}/{repo}/installation', parameters: { owner, repo } })).data.id;
  } catch (error) {
    throw error instanceof Refusal && error.status === 404 ? notInstalled({ owner, repo }) : error;
  }
}

const notInstalled = (repository: Repository): ReleaseError =>
  new ReleaseError([
    {
      code: 'missing-permission',
      severity: 'error',
      what: 'the App is not installed here, or there is no such repository',
      where: fullName(repository),
      remedy: `install the App on ${repository.owner}, with access to ${repository.repo}`,
    },
  ]);
