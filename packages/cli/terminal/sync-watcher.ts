import type { FilesEvent } from '@slipway/host';
import type { SyncEvent } from '@slipway/operations/sync-release-assets';
import type { Output } from '../output.js';
import type { Shell } from '../shell.js';
import { Screen } from './screen.js';
import { eventText, nothingYet, progressed, progressLines, type SyncProgress } from './sync-progress.js';
import { cut, lengthOf, line, painted } from './text.js';
import { beat, isLive } from './watcher.js';

/** Shows a sync while it goes on. */
export interface SyncWatcher {
  readonly files: (event: FilesEvent) => void;
  readonly sync: (event: SyncEvent) => void;
  /** Nothing is drawn after this. */
  end(): void;
}

/** Drawn again and again where somebody sits at a terminal; lines everywhere else. */
export function syncWatcher(output: Output, shell: Pick<Shell, 'environment' | 'now'>): SyncWatcher {
  let progress = nothingYet(shell.now());
  const shown = isLive(output, shell) ? drawn(output, shell.now, () => progress) : null;
  const take = (event: FilesEvent | SyncEvent): void => {
    progress = progressed(progress, event, shell.now());
    const text = shown ? null : eventText(event, progress);
    if (text !== null) output.say([line(text)]);
  };
  return { files: take, sync: take, end: () => shown?.end() };
}

function drawn({ people, hues }: Output, now: () => number, progress: () => SyncProgress): { end(): void } {
  const screen = new Screen(people);
  const draw = (): void => {
    const lines = progressLines(progress(), now(), screen.rows).map((each) => cut(each, screen.columns - 1));
    screen.draw(lines.map((each) => ({ text: painted(each, hues), length: lengthOf(each) })));
  };
  draw();
  const timer = setInterval(draw, beat);
  return {
    end() {
      clearInterval(timer);
      screen.erase();
    },
  };
}
