import type { Repository } from '../repositories/repository.js';
import { releasesOf } from '../releases/release.js';
import type { Run } from '../runs/run.js';
import { watchRuns } from '../runs/watchers.js';
import type { WorldEvents } from '../world/events.js';
import type { World } from '../world/world.js';
import { listensToPush } from './filter.js';
import { listensToType, trigger } from './trigger.js';
import { textsOf } from './yaml.js';

/** From now on pushes, releases and ended runs start the workflows that listen to them. */
export function listenToOccasions(world: World): void {
  world.events.on('ref-moved', (moved) => afterPush(world, moved));
  world.events.on('release-changed', (changed) => afterRelease(world, changed));
  watchRuns(world, ({ kind, run }) => {
    if (run.event !== 'workflow_run') afterRun(world, run, kind);
  });
}

/** Only branches and tags; a message with one of these words starts nothing (Skipping workflow runs). */
function afterPush(world: World, moved: WorldEvents['ref-moved']): void {
  const { repository, ref, before, after, actor, startsWorkflows } = moved;
  const commit = after === null ? null : repository.git.history.commit(repository.git.peel(after));
  if (!startsWorkflows || !commit || !/^refs\/(heads|tags)\//.test(ref)) return;
  if (/\[(skip ci|ci skip|no ci|skip actions|actions skip)\]/.test(commit.message)) return;
  const zeros = '0'.repeat(40);
  trigger(
    world,
    {
      repository,
      event: 'push',
      ref,
      sha: commit.sha,
      actor,
      title: commit.message.split('\n')[0] ?? '',
      payload: { ref, before: before ?? zeros, after, created: before === null, deleted: false, forced: false },
    },
    (wanted) => listensToPush(wanted, ref),
  );
}

/** At the release's tag. */
function afterRelease(world: World, changed: WorldEvents['release-changed']): void {
  const { repository, action, actor, startsWorkflows } = changed;
  const release = releasesOf(repository).all.find(({ id }) => id === changed.release);
  const ref = `refs/tags/${release?.tag ?? ''}`;
  const commit = repository.git.resolve(ref);
  if (!startsWorkflows || !release || !commit) return;
  const { id, tag, name, draft, prerelease } = release;
  trigger(
    world,
    {
      repository,
      event: 'release',
      ref,
      sha: commit.sha,
      actor,
      title: name ?? tag,
      payload: { action, release: { id, tag_name: tag, name, draft, prerelease } },
    },
    (wanted) => listensToType(wanted, action),
  );
}

/** `workflow_run`: of the default branch, whatever branch the run was on. It does not listen to itself here. */
function afterRun(world: World, run: Run, action: string): void {
  const { repository, definition, actor } = run;
  const branch = onDefaultBranch(repository);
  if (!branch) return;
  const attempt = run.attempts.at(-1);
  trigger(
    world,
    {
      ...branch,
      repository,
      event: 'workflow_run',
      actor,
      title: definition.name,
      payload: {
        action,
        workflow_run: {
          id: run.id,
          name: definition.name,
          display_title: run.title,
          head_sha: run.sha,
          event: run.event,
          run_attempt: attempt?.number ?? 1,
          conclusion: attempt?.conclusion ?? null,
        },
      },
    },
    (wanted) => textsOf(wanted['workflows'])?.includes(definition.name) === true && listensToType(wanted, action),
  );
}

/** Where workflows listen to what has no commit of its own; `null` in an empty repository. */
export function onDefaultBranch({ git }: Repository): { readonly ref: string; readonly sha: string } | null {
  const sha = git.branch(git.defaultBranch);
  return sha === null ? null : { ref: `refs/heads/${git.defaultBranch}`, sha };
}
