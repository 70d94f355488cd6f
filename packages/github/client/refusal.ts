import { type Finding, ReleaseError } from '@slipway/domain';
import type { Failure } from './failure.js';
import { permissionFor } from './policy.js';
import { fullName, type Repository } from './repository.js';
import { troubleOf } from './verdict.js';

/** What was asked of whom. */
export interface Asked {
  readonly apiUrl: string;
  readonly route: string;
  readonly repository: Repository | null;
  /** `the token`, or whatever else we came with. */
  readonly credential: string;
}

/** GitHub would not, or could not be asked. */
export class Refusal extends ReleaseError {
  readonly failure: Failure;

  constructor(failure: Failure, asked: Asked) {
    super([findingOf(failure, asked)]);
    this.name = 'Refusal';
    this.failure = failure;
  }

  /** 0 where no answer came. */
  get status(): number {
    return this.failure.kind === 'answered' ? this.failure.status : 0;
  }
}

/** Whether the name that was to be given is there already. */
export const isTaken = ({ failure }: Refusal): boolean =>
  failure.kind === 'answered' &&
  failure.status === 422 &&
  (failure.codes.includes('already_exists') || /already exists/i.test(failure.message));

type Told = Pick<Finding, 'code' | 'what' | 'remedy'>;

function findingOf(failure: Failure, asked: Asked): Finding {
  const where = asked.repository ? fullName(asked.repository) : asked.apiUrl;
  return { severity: 'error', where, ...told(failure, asked) };
}

function told(failure: Failure, asked: Asked): Told {
  const { apiUrl, route, credential } = asked;
  const said = failure.kind === 'answered' ? `${failure.status} ${failure.message}`.trim() : failure.message;
  const unavailable = (what: string, remedy: string): Told => ({
    code: 'unavailable',
    what: `${what} (${said})`,
    remedy,
  });
  switch (troubleOf(failure)) {
    case 'unsent':
      return unavailable(`${apiUrl} cannot be reached`, 'check the address and the proxy, then run again');
    case 'lost':
    case 'broken':
      return unavailable(`GitHub does not answer ${route}`, 'run again later: what was done is kept');
    case 'limited':
      return unavailable("GitHub's rate limit is used up", 'run again later, or with a token of its own');
    case 'unauthorised':
      return {
        code: 'missing-permission',
        what: `GitHub does not accept ${credential} (${said})`,
        remedy: 'give one that is valid: it may have expired',
      };
    case 'refused':
      return refused(failure, said, asked);
  }
}

function refused(failure: Failure, said: string, { route, repository, credential }: Asked): Told {
  const status = failure.kind === 'answered' ? failure.status : 0;
  if (status === 403 || (status === 404 && createsInRepository(route))) {
    const what = `needs ${needed(failure, route)}${repository ? ` on ${fullName(repository)}` : ''} (${said})`;
    return { code: 'missing-permission', what, remedy: `give ${credential} this permission` };
  }
  const what = `GitHub refused ${route} (${said})`;
  if (status === 404 || status === 410)
    return { code: 'not-found', what, remedy: `check the name, and that ${credential} has ${permissionFor(route)}` };
  if (status === 409 || status === 422)
    return { code: 'conflict', what, remedy: 'look at what is there, and run again' };
  return { code: 'bad-input', what, remedy: 'check what was given' };
}

/**
 * The repository is known to be there (see the client), and nothing else is named that could be missing: so GitHub hides that the
 * token may not write, as it does to classic ones (peter-evans/repository-dispatch#50).
 */
const createsInRepository = (route: string): boolean => /^POST \/repos\/\{owner\}\/\{repo\}\/[^{]+$/.test(route);

/** GitHub's header: alternatives apart by `;`, each of permissions apart by `,`: `contents=write; contents=write,workflows=write`. */
function needed(failure: Failure, route: string): string {
  const header = failure.kind === 'answered' ? failure.headers['x-accepted-github-permissions'] : undefined;
  if (header === undefined || header === '') return permissionFor(route);
  return String(header)
    .split(';')
    .map((all) =>
      all
        .split(',')
        .map((one) => one.trim().replace('=', ': '))
        .join(' and '),
    )
    .join(', or ');
}
