import { repositoryUrl } from '../repositories/json.js';
import type { Repository } from '../repositories/repository.js';
import { bytes, ok } from '../server/answer.js';
import { page } from '../server/pagination.js';
import { conflict, found, notFound, unprocessable } from '../server/refusal.js';
import { inRepository, type Routes } from '../server/route.js';
import { nodeId } from '../world/ids.js';
import type { World } from '../world/world.js';
import type { Commit } from './commits.js';
import { diffEntries, statsOf } from './diff.js';
import { commitJson } from './json.js';
import { refAsOf, refsAsOf } from './move-ref.js';
import { notEmpty } from './ref-routes.js';
import { entryAt } from './trees.js';

/** Branches, tags, commits and what lies between two of them. */
export const commitRoutes: Routes = {
  'GET /repos/{owner}/{repo}/branches': inRepository('contents:read', (call) => {
    const { world, repository } = call;
    return page(call, refsAsOf(repository, 'refs/heads/', call.asOf), ({ name, sha }) => ({
      name: name.slice('refs/heads/'.length),
      commit: { sha, url: `${repositoryUrl(world, repository)}/commits/${sha}` },
      protected: false,
    }));
  }),

  'GET /repos/{owner}/{repo}/branches/{branch}': inRepository<{ params: { branch: string } }>(
    'contents:read',
    (call) => {
      const { world, repository, params } = call;
      const sha = found(refAsOf(repository, `refs/heads/${params.branch}`, call.asOf));
      return ok(branchJson(world, repository, params.branch, found(repository.git.history.commit(sha))));
    },
  ),

  'GET /repos/{owner}/{repo}/tags': inRepository('contents:read', (call) => {
    const { world, repository } = call;
    const tags = refsAsOf(repository, 'refs/tags/', call.asOf).toReversed();
    return page(call, tags, ({ name, sha }) => tagJson(world, repository, name.slice('refs/tags/'.length), sha));
  }),

  'GET /repos/{owner}/{repo}/commits': inRepository<{
    query: { sha?: string; path?: string; since?: string; until?: string };
  }>('contents:read', (call) => {
    const { world, repository, query } = call;
    notEmpty(call);
    const { git } = repository;
    const start = found(git.resolve(query.sha ?? git.defaultBranch));
    const since = query.since === undefined ? -Infinity : Date.parse(query.since);
    const until = query.until === undefined ? Infinity : Date.parse(query.until);
    const commits = git.history
      .log(start.sha)
      .filter(({ committer }) => committer.date >= since && committer.date <= until)
      .filter((commit) => query.path === undefined || touches(repository, commit, query.path));
    return page(call, commits, (commit) => commitJson(world, repository, commit));
  }),

  'GET /repos/{owner}/{repo}/commits/{ref}': inRepository<{ params: { ref: string } }>('contents:read', (call) => {
    const { world, repository, params, headers } = call;
    if (repository.git.isEmpty()) throw conflict('Git Repository is empty.');
    const commit = repository.git.resolve(params.ref);
    if (!commit) throw unprocessable(`No commit found for SHA: ${params.ref}`);
    if (String(headers['accept'] ?? '').includes('vnd.github.sha'))
      return bytes(commit.sha, 'application/vnd.github.sha; charset=utf-8');
    const files = diffEntries(world, repository, commit.parents[0] ?? null, commit.sha);
    return ok({ ...commitJson(world, repository, commit), stats: statsOf(files), files });
  }),

  'GET /repos/{owner}/{repo}/compare/{basehead}': inRepository<{ params: { basehead: string } }>(
    'contents:read',
    (call) => {
      const { world, repository, params } = call;
      const [base, head] = params.basehead.split('...').map((ref) => repository.git.resolve(ref));
      if (!base || !head) throw notFound();
      return ok(comparisonJson(world, repository, base, head));
    },
  ),
};

function comparisonJson(world: World, repository: Repository, base: Commit, head: Commit): object {
  const { history } = repository.git;
  const mergeBase = found(history.mergeBase(base.sha, head.sha));
  const ahead = history.between(base.sha, head.sha);
  const behind = history.between(head.sha, base.sha).length;
  const url = `${repositoryUrl(world, repository)}/compare/${base.sha}...${head.sha}`;
  const html = `${world.urls.server}/${repository.fullName}/compare/${base.sha}...${head.sha}`;
  return {
    url,
    html_url: html,
    permalink_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    base_commit: commitJson(world, repository, base),
    merge_base_commit: commitJson(world, repository, mergeBase),
    status: statusOf(ahead.length, behind),
    ahead_by: ahead.length,
    behind_by: behind,
    total_commits: ahead.length,
    commits: ahead.toReversed().map((commit) => commitJson(world, repository, commit)),
    files: diffEntries(world, repository, mergeBase.sha, head.sha),
  };
}

function statusOf(ahead: number, behind: number): 'identical' | 'ahead' | 'behind' | 'diverged' {
  if (ahead > 0) return behind > 0 ? 'diverged' : 'ahead';
  return behind > 0 ? 'behind' : 'identical';
}

function touches({ git }: Repository, commit: Commit, path: string): boolean {
  const parent = commit.parents[0] === undefined ? null : git.history.commit(commit.parents[0]);
  const before = parent && entryAt(git.objects, parent.tree, path);
  return entryAt(git.objects, commit.tree, path)?.sha !== before?.sha;
}

function branchJson(world: World, repository: Repository, name: string, commit: Commit): object {
  const url = `${repositoryUrl(world, repository)}/branches/${name}`;
  return {
    name,
    commit: commitJson(world, repository, commit),
    _links: { self: url, html: `${world.urls.server}/${repository.fullName}/tree/${name}` },
    protected: false,
    protection: { enabled: false, required_status_checks: { enforcement_level: 'off', contexts: [], checks: [] } },
    protection_url: `${url}/protection`,
  };
}

function tagJson(world: World, repository: Repository, name: string, sha: string): object {
  const url = repositoryUrl(world, repository);
  const commit = repository.git.peel(sha);
  return {
    name,
    commit: { sha: commit, url: `${url}/commits/${commit}` },
    zipball_url: `${url}/zipball/refs/tags/${name}`,
    tarball_url: `${url}/tarball/refs/tags/${name}`,
    node_id: nodeId('REF', repository.id),
  };
}
