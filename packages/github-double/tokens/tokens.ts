import { createHash } from 'node:crypto';
import type { KnownCaller } from './caller.js';

interface Issued {
  readonly caller: KnownCaller;
  /** Milliseconds since 1970; `null`: never. */
  expiresAt: number | null;
}

const prefixes: Record<KnownCaller['kind'], string> = {
  classic: 'ghp_',
  'fine-grained': 'github_pat_',
  installation: 'ghs_',
  workflow: 'ghs_',
  app: '',
};

/** The tokens that were given out. The same world gives out the same ones. */
export class Tokens {
  readonly #issued = new Map<string, Issued>();

  /** Returns the new token. */
  issue(caller: KnownCaller, expiresAt: number | null = null): string {
    const random = createHash('sha256').update(`${caller.label} ${this.#issued.size}`).digest('hex').slice(0, 36);
    const token = prefixes[caller.kind] + random;
    this.#issued.set(token, { caller, expiresAt });
    return token;
  }

  /** `null` where it was never given out, has expired or was revoked. */
  find(token: string, now: number): KnownCaller | null {
    const issued = this.#issued.get(token);
    return issued && (issued.expiresAt === null || now < issued.expiresAt) ? issued.caller : null;
  }

  /** The token is worth nothing from now on. */
  revoke(token: string): void {
    this.#issued.delete(token);
  }
}
