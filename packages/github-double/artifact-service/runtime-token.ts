import { createHmac } from 'node:crypto';
import type { Maker } from '../artifacts/artifact.js';
import type { Repository } from '../repositories/repository.js';
import { subject } from '../world/subject.js';
import type { World } from '../world/world.js';

/** The attempt of a run that a runtime token is good for. */
export interface Scope {
  readonly repository: Repository;
  readonly run: Maker;
  /** Of a job that the attempt has taken over: what it uploads once more is there already. */
  readonly keptJob?: true;
}

const scopesOf = subject<World, Map<string, Scope>>(() => new Map());

/** How the service calls an attempt of a run, as the token names it too. */
export const backendId = ({ id, attempt }: Pick<Maker, 'id' | 'attempt'>): string => `run-${id}-${attempt}`;
/** One for all jobs: artifacts belong to the run. */
export const jobBackendId = ({ id, attempt }: Pick<Maker, 'id' | 'attempt'>): string => `job-${id}-${attempt}`;

const day = 86_400;

/** An ACTIONS_RUNTIME_TOKEN. Clients read its `scp`; the service knows what it gave out. */
export function runtimeToken(world: World, scope: Scope): string {
  const seconds = Math.floor(world.clock.now() / 1000);
  const payload = {
    scp: `Actions.Results:${backendId(scope.run)}:${jobBackendId(scope.run)}`,
    exp: seconds + day,
    jti: world.ids.next(),
  };
  const signed = [{ typ: 'JWT', alg: 'HS256' }, payload].map(encode).join('.');
  const token = `${signed}.${createHmac('sha256', 'the double').update(signed).digest('base64url')}`;
  scopesOf(world).set(token, scope);
  return token;
}

/** `null` where the token was never given out. */
export const scopeOf = (world: World, authorization: string | undefined): Scope | null =>
  scopesOf(world).get(authorization?.replace(/^Bearer /, '') ?? '') ?? null;

const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
