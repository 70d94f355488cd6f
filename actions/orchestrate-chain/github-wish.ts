import type { ActionShell } from '@slipway/action-kit';
import type { ManifestFile } from '@slipway/host/manifest-file';
import { type GithubWish, releaseTag } from '@slipway/operations/orchestrate-chain';
import type { Wish } from './inputs.js';

/** Builds that may run at a time where nobody says: as many as one question to GitHub tells about. */
const most = 100;

/** What is asked of the operation, from inputs, manifest and the event that started us. */
export function githubWish(wish: Wish, { manifest, name }: ManifestFile, shell: ActionShell): GithubWish {
  return {
    manifest,
    file: name,
    home: shell.repository,
    purpose: wish.command === 'build' ? 'build' : 'release',
    selection: { only: wish.only, skip: wish.skip },
    policy: {
      maxParallel: wish.maxParallel ?? manifest.maxParallel ?? most,
      onFailure: wish.onFailure ?? manifest.onFailure,
    },
    tag: releaseTag(wish.tag ?? shell.tag ?? manifest.set),
    begin: wish.restart ? 'restart' : 'continue',
    mode: wish.dryRun || wish.command === 'preflight' ? 'dry-run' : 'apply',
    queueTimeout: wish.queueTimeout,
    runTimeout: wish.runTimeout,
    timeout: wish.timeout,
    ownership: 'respect',
    ledger: wish.ledger === 'refs' ? 'refs' : 'file',
    release: releaseWish(wish, shell),
    ...(wish.fallbackWorkflow !== null && { fallback: fallbackWish(wish.fallbackWorkflow, wish, shell) }),
  };
}

/** In the repository whose workflow we are a step of. GITHUB_WORKFLOW_REF: `acme/set/.github/workflows/release.yml@refs/heads/main`. */
function fallbackWish(
  workflow: string,
  { orchestrator }: Wish,
  { repository, environment }: ActionShell,
): NonNullable<GithubWish['fallback']> {
  const running = /\/\.github\/workflows\/([^/@]+)@/.exec(environment['GITHUB_WORKFLOW_REF'] ?? '')?.[1];
  return {
    repository,
    workflow,
    ref: environment['GITHUB_REF_NAME'] ?? null,
    orchestrators: running === undefined ? [orchestrator] : [orchestrator, running],
  };
}

function releaseWish(wish: Wish, { repository, environment }: ActionShell): GithubWish['release'] {
  const { releaseRepository, prerelease, notes, tagComponents, unattended, publishEnvironment } = wish;
  const commit = environment['GITHUB_SHA'];
  const isHere = releaseRepository === null || releaseRepository === repository;
  return {
    repository: releaseRepository ?? repository,
    prerelease,
    latest: 'legacy',
    ...(isHere && commit ? { target: commit } : {}),
    notes: notes === 'generate' ? null : notes,
    tags: tagComponents ? 'components' : 'release-only',
    environment: unattended ? null : publishEnvironment,
  };
}
