import { createPublicKey, type KeyObject } from 'node:crypto';
import type { World } from '../world/world.js';
import { appsOf } from './apps.js';
import type { Permissions } from './permissions.js';

export interface NewApp {
  readonly permissions: Permissions;
  /** PEM or key; the App signs its tokens with the private one. */
  readonly publicKey: string | KeyObject;
  /** Account → the repositories that it may see there. */
  readonly installations: Readonly<Record<string, 'all' | readonly string[]>>;
}

/** A GitHub App, registered and installed. */
export function addApp(world: World, slug: string, { permissions, publicKey, installations }: NewApp): void {
  const app = {
    id: world.ids.next(),
    slug,
    owner: world.account('github'),
    publicKey: typeof publicKey === 'string' ? createPublicKey(publicKey) : publicKey,
    permissions,
    createdAt: world.clock.now(),
    bot: world.account(`${slug}[bot]`, 'Bot'),
  };
  appsOf(world).apps.push(app);
  for (const [login, repositories] of Object.entries(installations)) {
    const account = world.account(login);
    appsOf(world).installations.push({
      id: world.ids.next(),
      app,
      account,
      repositories,
      createdAt: world.clock.now(),
    });
  }
}
