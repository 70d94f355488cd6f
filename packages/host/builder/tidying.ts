import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Finding } from '@slipway/domain';
import { type Attempt, clear } from './attempt.js';
import type { UpstreamFolders } from './upstream-folders.js';

/** Removes the work folders of builds that succeeded, behind what waits for these builds: that begins first. */
export class Tidying {
  private readonly underWay = new Map<string, Promise<void>>();
  private readonly left: Finding[] = [];
  private readonly upstreams: UpstreamFolders;

  constructor(upstreams: UpstreamFolders) {
    this.upstreams = upstreams;
  }

  begin(attempt: Attempt): void {
    const { work } = attempt;
    const removed = nextTurn()
      .then(() => this.strip(attempt))
      .catch((error: unknown) => void this.left.push(stays(work, error)))
      .finally(() => this.underWay.delete(work));
    this.underWay.set(work, removed);
  }

  /** Resolves once the folder is free for another attempt. */
  async of({ work }: Attempt): Promise<void> {
    await this.underWay.get(work);
  }

  async done(): Promise<void> {
    await Promise.all(this.underWay.values());
    try {
      this.upstreams.clear();
    } catch (error) {
      this.left.push(stays(this.upstreams.place, error));
    }
  }

  private async strip(attempt: Attempt): Promise<void> {
    try {
      this.upstreams.keep(attempt.upstreams);
    } catch {
      // What cannot be kept for other builds is removed.
    }
    await clear(attempt);
  }

  /** Folders that could not be removed. */
  notices(): readonly Finding[] {
    return this.left;
  }
}

const stays = (work: string, error: unknown): Finding => ({
  code: 'conflict',
  severity: 'warning',
  what: `what is left of a build cannot be removed: ${error instanceof Error ? error.message : String(error)}`,
  where: work,
  remedy: 'remove the folder: builds to come need the place',
});
