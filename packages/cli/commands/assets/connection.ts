import { badInput, type Finding, printed, ReleaseError } from '@slipway/domain';
import {
  appTokens,
  assetContents,
  type Client,
  connect,
  githubReleases,
  givenToken,
  type Repository,
} from '@slipway/github';
import { remoteRepositories, systemClock } from '@slipway/host';
import type { AssetContents, Releases } from '@slipway/operations/ports';
import type { Session } from '../../session.js';
import { addressIn, serverUrlOf } from '../driver.js';

/** The releases of a repository on GitHub, or what it takes to reach them. */
export type Connection =
  | { readonly status: 'open'; readonly releases: Releases; readonly contents: AssetContents }
  | { readonly status: 'lacking'; readonly finding: Finding };

export async function connection(given: string | undefined, session: Session): Promise<Connection> {
  const reached = await reach(given, session);
  if (reached.status === 'lacking') return reached;
  const { client, repository } = reached;
  return { status: 'open', releases: githubReleases(client, repository), contents: assetContents(client, repository) };
}

/** GitHub, and the repository that is meant. */
export type Reached =
  | { readonly status: 'open'; readonly client: Client; readonly repository: Repository }
  | { readonly status: 'lacking'; readonly finding: Finding };

/** With the token, or the key, of the environment: arguments can be read by everybody on the machine. */
export async function reach(given: string | undefined, session: Session, appId?: string): Promise<Reached> {
  const { environment } = session.shell;
  const apiUrl = addressIn('GITHUB_API_URL', session);
  const repository = await repositoryOf(given, session);
  if ('what' in repository) return { status: 'lacking', finding: repository };
  const privateKey = environment['SLIPWAY_APP_PRIVATE_KEY'];
  if (appId !== undefined && privateKey) {
    const tokens = appTokens({ apiUrl, appId, privateKey, clock: systemClock, mask: () => {} });
    return { status: 'open', client: connect({ apiUrl, tokens, clock: systemClock }), repository };
  }
  const token = environment['GITHUB_TOKEN'] || environment['GH_TOKEN'];
  if (appId !== undefined) return { status: 'lacking', finding: noKey };
  if (!token) return { status: 'lacking', finding: noToken };
  return { status: 'open', client: connect({ apiUrl, tokens: givenToken(token), clock: systemClock }), repository };
}

/** What is given, what the workflow says, else the one that git knows. A name that is none is an error, whoever gave it. */
async function repositoryOf(given: string | undefined, session: Session): Promise<Repository | Finding> {
  const { environment, folder } = session.shell;
  if (given !== undefined) return named(given, '--repository');
  const told = environment['GITHUB_REPOSITORY'];
  if (told) return named(told, 'GITHUB_REPOSITORY');
  const [only, ...others] = await remoteRepositories(folder, { serverUrl: serverUrlOf(session), environment });
  if (only !== undefined && others.length === 0) return named(only, 'git remote');
  return lacking(only === undefined ? [] : [only, ...others]);
}

export function named(text: string, where: string): Repository {
  const [owner = '', repo = '', ...more] = text.split('/');
  if (/^[\w.-]+$/.test(owner) && /^[\w.-]+$/.test(repo) && more.length === 0) return { owner, repo };
  throw new ReleaseError([
    badInput(`${printed(text)} is no repository`, where, 'give its owner and name, as in acme/core'),
  ]);
}

const lacking = (remotes: readonly string[]): Finding =>
  badInput(
    remotes.length === 0
      ? 'nothing says which repository is meant, and git knows no remote on this GitHub'
      : `nothing says which repository is meant, and the git remotes are several: ${remotes.join(', ')}`,
    '--repository',
    'give --repository owner/name, or set GITHUB_REPOSITORY',
  );

const noKey: Finding = {
  code: 'bad-input',
  severity: 'error',
  what: 'there is an App without a key',
  where: 'SLIPWAY_APP_PRIVATE_KEY',
  remedy: 'set it to the private key of the App, the whole PEM file',
};

const noToken: Finding = {
  code: 'missing-permission',
  severity: 'error',
  what: 'there is no token',
  where: 'GITHUB_TOKEN',
  remedy:
    'set GITHUB_TOKEN, or GH_TOKEN, to a token with contents: write (contents: read for verify) on the repository',
};
