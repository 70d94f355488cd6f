/** Permissions of fine-grained tokens and Apps, as far as the routes here need them. */
export type PermissionName =
  | 'actions'
  | 'administration'
  | 'attestations'
  | 'checks'
  | 'contents'
  | 'deployments'
  | 'environments'
  | 'metadata'
  | 'statuses'
  | 'workflows';

export type Level = 'read' | 'write';
export type Permissions = Readonly<Partial<Record<PermissionName, Level>>>;

/** `contents:write`. */
export type Need = `${PermissionName}:${Level}`;

export function needParts(need: Need): readonly [name: PermissionName, level: Level] {
  const [name, level] = need.split(':');
  return [name as PermissionName, level as Level]; // the type says so
}

/** Every token may read metadata. */
export function grants(permissions: Permissions, need: Need): boolean {
  const [name, level] = needParts(need);
  const held = name === 'metadata' ? (permissions.metadata ?? 'read') : permissions[name];
  return held === 'write' || held === level;
}
