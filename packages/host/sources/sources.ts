import { realpathSync, statSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import type { Finding } from '@slipway/domain';
import {
  type Component,
  decide,
  isTimeless,
  namesOf,
  type SourcePlace,
  sourceUnsaid,
  undecided,
} from '@slipway/operations/orchestrate-chain';
import type { Resolution, Sources } from '@slipway/operations/ports';
import { addressOf } from './address.js';
import * as problems from './findings.js';
import { type Git, gitWith } from './git.js';
import { gitDirOf, repositoryAround } from './git-dir.js';
import { isFolder, type Mirrors, mirrorsIn, repositoryFolder } from './mirrors.js';
import { headOf, type Lookup, lookUp, partAt } from './revisions.js';

export interface SourcesOptions {
  /** Absolute folder of the manifest. */
  readonly manifestDir: string;
  /** Absolute folder that keeps copies of repositories elsewhere; the builder is given the same. */
  readonly cacheDir: string;
  /** The GitHub server, `https://github.com`. */
  readonly serverUrl: string;
  /** What is built: commits, in clean checkouts, or working copies as they stand. */
  readonly from: 'commits' | 'working-copies';
  readonly environment: Readonly<Record<string, string>>;
  /** Once it is aborted nobody waits any more for what is being looked up or cloned. */
  readonly interrupt?: AbortSignal;
}

/**
 * Source code in git repositories, here and elsewhere. A repository on this machine is read where it is; others are
 * mirrored, and asked anew once in the life of this object for all that may have moved.
 */
export function gitSources(options: SourcesOptions): Sources {
  const git = gitWith(options.environment, options.interrupt);
  const mirrors = mirrorsIn(options.cacheDir, git);
  const context: Context = {
    ...options,
    serverUrl: options.serverUrl.replace(/\/+$/, ''),
    git,
    mirrors,
    known: new Map(),
  };
  return {
    resolve: (component) =>
      options.from === 'commits' ? commitOf(component, context) : workingCopyOf(component, context),
    async changes(source, from) {
      if (source.commit === null || !/^[0-9a-f]{40,64}$/.test(from)) return null;
      const place =
        source.kind === 'commit' ? repositoryFolder(source.repository, mirrors) : repositoryAround(source.folder);
      const gitDir = place === null ? null : gitDirOf(place);
      if (gitDir === null) return null;
      const range = `${from}..${source.commit}`;
      const only = source.kind === 'commit' && source.part ? [source.part.folder] : [];
      // Asked for a release that is being made: that is not broken off.
      const answer = await gitWith(options.environment)([
        `--git-dir=${gitDir}`,
        '--literal-pathspecs',
        'log',
        '--format=%s',
        range,
        '--',
        ...only,
      ]);
      return answer.status === 'done' ? answer.output.split('\n').slice(0, -1) : null;
    },
  };
}

interface Context extends SourcesOptions {
  readonly git: Git;
  readonly mirrors: Mirrors;
  /** Which repository a folder is in: components of a set often have the same folders above them. */
  readonly known: Map<string, string | null>;
}

const refused = (finding: Finding): Resolution => ({ status: 'refused', finding });

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

/** A `path`, git or not, as it stands. */
async function workingCopyOf(component: Component, { manifestDir, git, known }: Context): Promise<Resolution> {
  const path = component.build?.path;
  if (path === undefined) return refused(problems.pathWanted(component));
  const folder = resolve(manifestDir, path);
  if (!isFolder(folder)) return refused(problems.folderMissing({ component, repository: folder }));
  const repository = repositoryAround(folder, known);
  const gitDir = repository === null ? null : gitDirOf(repository);
  const head = gitDir === null ? null : await headOf(git, gitDir);
  return {
    status: 'resolved',
    source: { kind: 'working-copy', folder, commit: head?.commit ?? null, time: head?.time ?? 0 },
  };
}

async function commitOf(component: Component, context: Context): Promise<Resolution> {
  const { path, repository } = component.build ?? {};
  if (path !== undefined) return folderHere(component, resolve(context.manifestDir, path), context);
  if (repository === undefined) return refused(sourceUnsaid(component));
  const place = addressOf(repository, context);
  if (place.kind === 'refused') {
    return refused(problems.addressRefused({ component, repository: '' }, place.what, place.remedy));
  }
  // A file is a bundle (git-bundle(1)): git fetches from it as from a server.
  return place.kind === 'local' && !isFile(place.address)
    ? commitHere(component, place.address, context)
    : commitElsewhere(component, place.address, context);
}

/** A checkout, a folder in one, or a folder in no repository at all. */
async function folderHere(component: Component, folder: string, context: Context): Promise<Resolution> {
  if (!isFolder(folder)) return refused(problems.folderMissing({ component, repository: folder }));
  if (gitDirOf(folder) !== null) return commitHere(component, folder, context);
  const real = realpathSync(folder);
  const root = repositoryAround(real, context.known);
  if (root !== null) return partHere(component, { root, folder: relative(root, real) }, context);
  // A copy made now cannot vouch for a commit.
  return component.commit === undefined
    ? { status: 'resolved', source: { kind: 'copy', folder, commit: null, time: 0 } }
    : refused(problems.notGit({ component, repository: folder }, null));
}

interface PartPlace {
  readonly root: string;
  readonly folder: string;
}

async function partHere(component: Component, { root, folder }: PartPlace, context: Context): Promise<Resolution> {
  const whole = await commitHere(component, root, context);
  const gitDir = gitDirOf(root);
  if (whole.status === 'refused' || whole.source.kind !== 'commit' || gitDir === null) return whole;
  const part = await partAt(context.git, gitDir, whole.source.commit, folder);
  return part === null
    ? refused(problems.partMissing({ component, repository: root }, whole.source.commit, folder))
    : { status: 'resolved', source: { ...whole.source, time: part.time, part: { folder, tree: part.tree } } };
}

async function commitHere(component: Component, folder: string, context: Context): Promise<Resolution> {
  const place = { component, repository: folder };
  if (!isFolder(folder)) return refused(problems.folderMissing(place));
  const gitDir = gitDirOf(folder);
  if (gitDir === null) return refused(problems.notGit(place, repositoryAround(folder)));
  return settle(place, gitDir, await lookUp(context.git, gitDir, namesOf(component)), context);
}

async function commitElsewhere(component: Component, address: string, context: Context): Promise<Resolution> {
  const { git, mirrors } = context;
  const place = { component, repository: address };
  const names = namesOf(component);
  const mirror = mirrors.folderOf(address);
  const known = mirrors.isThere(address) ? await lookUp(git, mirror, names) : null;
  if (known?.status === 'found' && isTimeless(names, known.revisions)) return settle(place, mirror, known, context);

  const refreshed = await mirrors.refresh(address);
  if (refreshed.status === 'failed') {
    // Without the server we can still be sure of a pinned commit that no known tag contradicts.
    const isSure = known?.status === 'found' && names.commit && decide(names, known.revisions).status === 'decided';
    return isSure ? settle(place, mirror, known, context) : refused(problems.unreachable(place, refreshed.complaint));
  }
  const found = await lookUp(git, mirror, names);
  const isUnreached = found.status === 'found' && found.revisions.pinned === null && isWhole(names.commit);
  if (!isUnreached || names.commit === undefined) return settle(place, mirror, found, context);

  await mirrors.fetchCommit(address, names.commit);
  return settle(place, mirror, await lookUp(git, mirror, names), context);
}

const isWhole = (commit = ''): boolean => /^([0-9a-f]{40}|[0-9a-f]{64})$/i.test(commit);

async function settle(place: SourcePlace, gitDir: string, found: Lookup, { git }: Context): Promise<Resolution> {
  if (found.status === 'failed') return refused(problems.unreachable(place, found.complaint));
  const decision = decide(namesOf(place.component), found.revisions);
  if (decision.status === 'decided') {
    return { status: 'resolved', source: { kind: 'commit', repository: place.repository, ...decision.commit } };
  }
  const tags = await git([`--git-dir=${gitDir}`, 'tag', '--list', '--sort=-version:refname']);
  return refused(undecided(place, decision, tags.status === 'done' ? tags.output.split('\n').filter(Boolean) : []));
}
