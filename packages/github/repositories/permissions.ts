import type { Permission } from '@slipway/operations/ports';

/** What GitHub has told of a token and one repository. */
export interface Standing {
  /** Of an App's token: names and levels. */
  readonly granted: Readonly<Record<string, string>> | null;
  /** Of a classic token: `x-oauth-scopes`. No other token has any. */
  readonly scopes: string | null;
  /** Whether its owner may write. Of other tokens GitHub does not tell what they may. */
  readonly mayPush: boolean;
  readonly isPrivate: boolean;
}

/** Whether the token has the permission, as far as that can be known. */
export function permissionFact(permission: Permission, standing: Standing): 'granted' | 'missing' | 'unknown' {
  const { granted, scopes } = standing;
  const [name = '', level = ''] = permission.split(': ');
  if (granted) return isGranted(['write', level].includes(granted[name] ?? ''));
  if (level === 'read' && !standing.isPrivate) return 'granted';
  if (scopes === null) return 'unknown';
  return isGranted(byScopes(scopes.split(/,\s*/), name, standing) && (level === 'read' || standing.mayPush));
}

/** "Scopes for OAuth apps": `repo` is for all repositories, `public_repo` for public ones, files of workflows need `workflow` besides. */
function byScopes(scopes: readonly string[], name: string, { isPrivate }: Standing): boolean {
  const reaches = scopes.includes('repo') || (!isPrivate && scopes.includes('public_repo'));
  return reaches && (name !== 'workflows' || scopes.includes('workflow'));
}

const isGranted = (is: boolean): 'granted' | 'missing' => (is ? 'granted' : 'missing');
