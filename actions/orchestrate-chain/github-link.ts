import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import type { ActionShell } from '@slipway/action-kit';
import { type Finding, ReleaseError } from '@slipway/domain';
import { type Client, connect, givenToken, refLedger, type TokenSource } from '@slipway/github';
import { systemClock } from '@slipway/host';
import type { Ledger, RepositoryName } from '@slipway/operations/ports';
import type { Wish } from './inputs.js';

/** The way to GitHub, and to what it keeps of us. */
export interface GithubLink {
  readonly client: Client;
  readonly ledger: Ledger;
  /** Whose workflow we are a step of, and what is released to. */
  readonly home: RepositoryName;
  readonly releases: RepositoryName;
}

/** Throws where inputs name none. */
export async function githubLink(wish: Wish, shell: ActionShell): Promise<GithubLink> {
  const { apiUrl, repository, workspace } = shell;
  const client = connect({ apiUrl, tokens: await tokensOf(wish, shell), clock: systemClock });
  const home = repositoryIn(repository, 'GITHUB_REPOSITORY');
  const { releaseRepository } = wish;
  return {
    client,
    ledger: await ledgerOf(wish, client, home, workspace),
    home,
    releases: releaseRepository === null ? home : repositoryIn(releaseRepository, 'input release-repository'),
  };
}

async function tokensOf(
  { token, appId, appPrivateKey: privateKey }: Wish,
  { apiUrl, log }: ActionShell,
): Promise<TokenSource> {
  if (appId !== null && privateKey !== null) {
    const { appTokens } = await import('@slipway/github');
    return appTokens({ apiUrl, appId, privateKey, clock: systemClock, mask: (secret) => log.mask(secret) });
  }
  if (appId !== null || privateKey !== null)
    throw badInput(
      appId === null ? 'there is a key without an App' : 'there is an App without a key',
      appId === null ? 'input app-id' : 'input app-private-key',
      'give app-id and app-private-key together, or neither',
    );
  if (token === null) throw badInput('there is no token', 'input token', 'leave it out, or give one that is not empty');
  return givenToken(token);
}

async function ledgerOf({ ledger }: Wish, client: Client, repository: RepositoryName, at: string): Promise<Ledger> {
  if (ledger === 'refs') return refLedger({ client, repository, id: randomUUID });
  if (ledger.startsWith('file:')) {
    const { fileLedger } = await import('@slipway/host/file-ledger');
    return fileLedger(resolve(at, ledger.slice('file:'.length)));
  }
  throw badInput(`there is no ledger ${ledger}`, 'input ledger', 'write refs, or file: and a folder');
}

function repositoryIn(text: string, where: string): RepositoryName {
  const [, owner, repo] = /^([\w.-]+)\/([\w.-]+)$/.exec(text) ?? [];
  if (owner !== undefined && repo !== undefined) return { owner, repo };
  throw badInput(`${JSON.stringify(text)} is no repository`, where, 'write owner/name');
}

const badInput = (what: string, where: string, remedy: string): ReleaseError =>
  new ReleaseError([{ code: 'bad-input', severity: 'error', what, where, remedy } satisfies Finding]);
