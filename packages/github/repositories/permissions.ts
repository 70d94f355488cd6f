import type { Permission } from '@slipway/operations/ports';

/** What GitHub has told of a token and one repository. */
export interface Standing {
  /** Of an App's token: names and levels. */
  readonly granted: Readonly<Record<string, string>> | null;
  /** Of a classic token: `x-oauth-scopes`. No other token has any. */
  readonly scopes: string | null;
  /** `github_pat_…`: of somebody, and never worth more than that person. */
  readonly isFineGrained: boolean;
  /** Whether a person's role lets them write; of an App's token and a workflow's own it says nothing. */
  readonly mayPush: boolean;
  readonly isPrivate: boolean;
}

/** Whether the token has the permission, as far as that can be known. */
export function permissionFact(permission: Permission, standing: Standing): 'granted' | 'missing' | 'unknown' {
  const { granted, scopes, isFineGrained, mayPush } = standing;
  const [name = '', level = ''] = permission.split(': ');
  if (granted) return isGranted(['write', level].includes(granted[name] ?? ''));
  if (level === 'read' && !standing.isPrivate) return 'granted';
  const isInRole = level === 'read' || mayPush;
  if (scopes === null) return isFineGrained && !isInRole ? 'missing' : 'unknown';
  return isGranted(byScopes(scopes.split(/,\s*/), name, standing) && isInRole);
}

/** "Scopes for OAuth apps": `repo` is for all repositories, `public_repo` for public ones, files of workflows need `workflow` besides. */
function byScopes(scopes: readonly string[], name: string, { isPrivate }: Standing): boolean {
  const reaches = scopes.includes('repo') || (!isPrivate && scopes.includes('public_repo'));
  return reaches && (name !== 'workflows' || scopes.includes('workflow'));
}

const isGranted = (is: boolean): 'granted' | 'missing' => (is ? 'granted' : 'missing');
