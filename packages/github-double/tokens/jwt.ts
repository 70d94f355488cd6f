import { verify } from 'node:crypto';
import { unauthorized } from '../server/refusal.js';
import type { World } from '../world/world.js';
import { appsOf } from './apps.js';
import type { Caller } from './caller.js';

/** GitHub takes an App's token for ten minutes at most, by its own clock. */
const longestLife = 600;

/** The App that signed `token`; throws 401 with the sentence that GitHub answers for what is wrong. */
export function callerOfJwt(world: World, token: string, now: number): Caller {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const { iss, exp, iat } = claims(payload);
  const app = appsOf(world).apps.find(({ id, slug }) => String(id) === String(iss) || slug === iss);
  if (!app) throw unauthorized('Integration not found');
  const signed = verify(
    'RSA-SHA256',
    Buffer.from(`${header}.${payload}`),
    app.publicKey,
    Buffer.from(signature, 'base64url'),
  );
  if (!signed) throw unauthorized('A JSON web token could not be decoded');
  const seconds = now / 1000;
  if (typeof exp !== 'number' || exp <= seconds) {
    throw unauthorized(
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    );
  }
  if (exp > seconds + longestLife) throw unauthorized("'Expiration time' claim ('exp') is too far in the future");
  if (typeof iat !== 'number' || iat > seconds) {
    throw unauthorized(
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    );
  }
  return { kind: 'app', label: app.slug, actor: app.bot, app };
}

function claims(payload: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
  } catch {
    throw unauthorized('A JSON web token could not be decoded');
  }
}
