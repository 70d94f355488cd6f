import type { Log } from '@slipway/action-kit';
import type { SyncEvent } from '@slipway/operations/sync-release-assets';

/** Tells a sync in the log while it happens; the report tells what came of it. */
export const storyIn =
  (log: Log) =>
  (event: SyncEvent): void => {
    const line = lineOf(event);
    if (line !== null) log.line(line);
  };

function lineOf(event: SyncEvent): string | null {
  switch (event.event) {
    case 'release-created':
      return `a draft was made: ${event.url}`;
    case 'uploaded':
      return `${event.file.name}: ${event.file.size} bytes are there`;
    case 'verified':
      return 'all of it is there, with the digests that it has here';
    case 'replaced':
      return `${event.file.name}: in its place`;
    case 'published':
      return `published: ${event.url}`;
    default:
      return null;
  }
}
