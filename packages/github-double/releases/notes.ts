import type { Repository } from '../repositories/repository.js';
import type { World } from '../world/world.js';
import { releasesOf } from './release.js';

export interface Notes {
  readonly name: string;
  readonly body: string;
}

/** GitHub's notes of a repository without pull requests: the link to what changed. */
export function notesFor(world: World, repository: Repository, tag: string, previous?: string): Notes {
  const html = `${world.urls.server}/${repository.fullName}`;
  const before = previous ?? previousTag(repository, tag);
  const changes = before === null ? `${html}/commits/${tag}` : `${html}/compare/${before}...${tag}`;
  return { name: tag, body: `**Full Changelog**: ${changes}` };
}

const previousTag = (repository: Repository, tag: string): string | null =>
  releasesOf(repository)
    .all.filter((release) => !release.draft && release.tag !== tag)
    .toSorted((a, b) => (b.publishedAt ?? 0) - (a.publishedAt ?? 0) || b.id - a.id)[0]?.tag ?? null;
