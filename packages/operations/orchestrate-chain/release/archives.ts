import type { ReleaseFolder, Staging, WrittenAsset } from '../../ports/index.js';
import type { ChainRun } from '../engine/state.js';
import { type AssetPlan, planAssets } from './assets.js';

/**
 * The archives of one release, out of sight until it appears. One is made after the other, as compressing keeps one core busy by
 * itself: those that somebody begins while components are built, and the others at the end.
 */
export class Archives {
  private readonly begun = new Map<string, Promise<WrittenAsset | null>>();
  private readonly givenUp = new AbortController();
  private readonly signal: AbortSignal;
  private readonly folder: ReleaseFolder;
  private staged: Promise<Staging> | null = null;
  private last: Promise<unknown> = Promise.resolve();

  constructor(folder: ReleaseFolder, interrupt?: AbortSignal) {
    this.folder = folder;
    this.signal = AbortSignal.any([this.givenUp.signal, ...(interrupt ? [interrupt] : [])]);
  }

  /** Begins the archive of what has been built. Where it cannot be made, that is told at the end, if it still cannot. */
  begin(plan: AssetPlan): void {
    this.begun.set(
      plan.name,
      this.inTurn(plan).catch(() => null),
    );
  }

  /** Resolves with all that belong to the run, in its order; rejects with an abort's reason. */
  async all(run: ChainRun): Promise<readonly WrittenAsset[]> {
    const assets: WrittenAsset[] = [];
    for (const plan of planAssets(run)) assets.push((await this.begun.get(plan.name)) ?? (await this.inTurn(plan)));
    return assets;
  }

  /** Where the rest of the release goes. */
  async staging(): Promise<Staging> {
    return (this.staged ??= this.folder.stage());
  }

  /** Ends what is under way, and forgets all that has not appeared. */
  async discard(): Promise<void> {
    this.givenUp.abort();
    await this.last;
    const staging = await this.staged?.catch(() => null);
    await staging?.discard();
  }

  private inTurn(plan: AssetPlan): Promise<WrittenAsset> {
    const made = this.last.then(() => this.make(plan));
    this.last = made.catch(() => {});
    return made;
  }

  private async make({ name, members, time }: AssetPlan): Promise<WrittenAsset> {
    this.signal.throwIfAborted();
    const staging = await this.staging();
    return staging.archive(name, members, time, this.signal);
  }
}
