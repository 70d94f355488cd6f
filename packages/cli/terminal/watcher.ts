import type { ChainRun } from '@slipway/operations/orchestrate-chain';
import type { Output } from '../output.js';
import type { Shell } from '../shell.js';
import { clean } from './clean.js';
import { liveTable } from './live-table.js';
import { changes } from './plain-lines.js';
import { Screen } from './screen.js';
import { lengthOf, line, painted, span } from './text.js';

/** Shows a run while it goes on. */
export interface Watcher {
  readonly watch: (run: ChainRun) => void;
  /** Called for each line of a build's output, where that is wanted. */
  readonly output?: (component: string, text: string) => void;
  /** Nothing is drawn after this. */
  end(): void;
}

/** Milliseconds between two drawings: smooth enough for a clock that counts tenths. */
export const beat = 100;

/** A table that is drawn again and again. Whatever happens between two beats is drawn at the next one. */
function liveWatcher({ people, hues }: Output, now: () => number): Watcher {
  const screen = new Screen(people);
  let latest: ChainRun | null = null;
  const draw = () => {
    if (latest === null) return;
    const lines = liveTable(latest, now(), screen);
    screen.draw(lines.map((each) => ({ text: painted(each, hues), length: lengthOf(each) })));
  };
  const timer = setInterval(draw, beat);
  return {
    watch(run) {
      const isFirst = latest === null;
      latest = run;
      if (isFirst) draw();
    },
    end() {
      clearInterval(timer);
      screen.erase();
    },
  };
}

/** Whether somebody sits at a terminal that can be drawn on. */
export const isLive = ({ people }: Output, { environment }: Pick<Shell, 'environment'>): boolean =>
  people.isTTY === true && environment['TERM'] !== 'dumb';

/** A table where somebody sits at a terminal; lines everywhere else. */
export const watcherFor = (output: Output, shell: Pick<Shell, 'environment' | 'now'>): Watcher =>
  isLive(output, shell) ? liveWatcher(output, shell.now) : plainWatcher(output);

/** A line for each thing that happens: for pipes, files and logs. */
function plainWatcher({ say }: Output): Watcher {
  let shown: ChainRun | null = null;
  return {
    watch(run) {
      say(changes(shown, run));
      shown = run;
    },
    end() {
      if (shown !== null) say([[]]);
    },
  };
}

/** The same, with what the builds print between them, each line behind its component's name. */
export function verboseWatcher(output: Output, names: readonly string[]): Watcher {
  const width = Math.max(0, ...names.map((name) => name.length));
  return {
    ...plainWatcher(output),
    output: (component, text) => output.say([[span(`${component.padEnd(width)} | `, 'dim'), ...line(clean(text))]]),
  };
}
