import { stamp } from '../time/stamp.js';
import { roleOf } from '../tokens/access.js';
import type { Caller } from '../tokens/caller.js';
import { accountJson } from '../world/accounts.js';
import { nodeId } from '../world/ids.js';
import type { World } from '../world/world.js';
import { type Repository, type Role, roles } from './repository.js';

export const repositoryUrl = ({ urls }: World, { fullName }: Repository): string => `${urls.api}/repos/${fullName}`;

/** Addresses below a repository's, by the field that tells them (without `_url`). */
const below: Readonly<Record<string, string>> = {
  archive: '/{archive_format}{/ref}',
  assignees: '/assignees{/user}',
  blobs: '/git/blobs{/sha}',
  branches: '/branches{/branch}',
  collaborators: '/collaborators{/collaborator}',
  comments: '/comments{/number}',
  commits: '/commits{/sha}',
  compare: '/compare/{base}...{head}',
  contents: '/contents/{+path}',
  contributors: '/contributors',
  deployments: '/deployments',
  downloads: '/downloads',
  events: '/events',
  forks: '/forks',
  git_commits: '/git/commits{/sha}',
  git_refs: '/git/refs{/sha}',
  git_tags: '/git/tags{/sha}',
  hooks: '/hooks',
  issue_comment: '/issues/comments{/number}',
  issue_events: '/issues/events{/number}',
  issues: '/issues{/number}',
  keys: '/keys{/key_id}',
  labels: '/labels{/name}',
  languages: '/languages',
  merges: '/merges',
  milestones: '/milestones{/number}',
  notifications: '/notifications{?since,all,participating}',
  pulls: '/pulls{/number}',
  releases: '/releases{/id}',
  stargazers: '/stargazers',
  statuses: '/statuses/{sha}',
  subscribers: '/subscribers',
  subscription: '/subscription',
  tags: '/tags',
  teams: '/teams',
  trees: '/git/trees{/sha}',
};

/** What the double models nothing of. */
const untold = {
  fork: false,
  forks: 0,
  forks_count: 0,
  has_discussions: false,
  has_downloads: true,
  has_issues: true,
  has_pages: false,
  has_projects: true,
  has_wiki: true,
  archived: false,
  disabled: false,
  description: null,
  homepage: null,
  language: null,
  license: null,
  mirror_url: null,
  network_count: 0,
  open_issues: 0,
  open_issues_count: 0,
  size: 0,
  stargazers_count: 0,
  subscribers_count: 0,
  watchers: 0,
  watchers_count: 0,
};

/** `full-repository`, which holds all that the shorter forms ask for. */
export function repositoryJson(world: World, repository: Repository, caller: Caller): object {
  const { id, name, fullName, owner, createdAt, git } = repository;
  const url = repositoryUrl(world, repository);
  const html = `${world.urls.server}/${fullName}`;
  const role = caller.kind === 'anonymous' ? null : roleOf(world, caller.actor.login, repository);
  return {
    id,
    node_id: nodeId('R', id),
    name,
    full_name: fullName,
    owner: accountJson(world.urls, owner),
    private: repository.private,
    visibility: repository.private ? 'private' : 'public',
    url,
    html_url: html,
    git_url: `${html}.git`,
    clone_url: `${html}.git`,
    ssh_url: `git@github.com:${fullName}.git`,
    svn_url: html,
    default_branch: git.defaultBranch,
    ...Object.fromEntries(Object.entries(below).map(([field, path]) => [`${field}_url`, url + path])),
    created_at: stamp(createdAt),
    updated_at: stamp(createdAt),
    pushed_at: stamp(createdAt),
    permissions: permissionsJson(role),
    ...untold,
  };
}

const permissionsJson = (role: Role | null): object => {
  const reaches = (least: Role): boolean => role !== null && roles.indexOf(role) >= roles.indexOf(least);
  return {
    admin: reaches('admin'),
    maintain: reaches('maintain'),
    push: reaches('write'),
    triage: reaches('triage'),
    pull: reaches('read'),
  };
};
