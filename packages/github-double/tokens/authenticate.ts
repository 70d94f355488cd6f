import { type Refusal, unauthorized } from '../server/refusal.js';
import type { World } from '../world/world.js';
import type { Caller } from './caller.js';
import { callerOfJwt } from './jwt.js';

/** Who asks, by the Authorization header; throws 401 in GitHub's words where it is worth nothing. */
export function authenticate(world: World, header: string | undefined, now: number): Caller {
  if (header === undefined) return { kind: 'anonymous', label: 'anonymous' };
  const token = tokenIn(header);
  if (token.split('.').length === 3) return callerOfJwt(world, token, now);
  const caller = world.tokens.find(token, now);
  if (!caller) throw badCredentials();
  return caller;
}

const badCredentials = (): Refusal => unauthorized('Bad credentials');

/** `Bearer`, `token`, or the password of Basic, as git sends it. */
function tokenIn(header: string): string {
  const [scheme = '', value = ''] = header.split(/ +/);
  if (scheme.toLowerCase() !== 'basic') return value;
  const [, password = ''] = /^[^:]*:(.*)$/s.exec(Buffer.from(value, 'base64').toString()) ?? [];
  return password;
}
