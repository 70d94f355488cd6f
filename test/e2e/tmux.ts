import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { aFolder, nodes, program } from './slipway.js';

export type Pane = 'upper' | 'lower';

/** One terminal with two panes, each with a shell in the same folder where `slipway` can be typed. */
export interface Terminal {
  readonly type: (pane: Pane, text: string) => void;
  /** What is on the pane's screen now, blanks at the ends of lines and empty lines at its end left out. */
  readonly screen: (pane: Pane) => string;
  /** Resolves with the screen as soon as it shows that; a test that never sees it hangs, and is told with its last screen. */
  readonly shows: (pane: Pane, what: RegExp) => Promise<string>;
  readonly close: () => void;
}

const panes: Readonly<Record<Pane, string>> = { upper: 'set:0.0', lower: 'set:0.1' };
const size = { columns: '110', rows: '60' };

/** Milliseconds after which a screen will not come any more. */
const patience = 60_000;

export function aTerminal(folder: string): Terminal {
  const home = aFolder();
  const socket = join(home, 'tmux');
  const env = { PATH: `${aProgram(home)}:${process.env['PATH']}`, HOME: home, ENV: promptIn(home), LC_ALL: 'C.UTF-8' };
  const tmux = (...args: readonly string[]): string =>
    execFileSync('tmux', ['-S', socket, '-f', '/dev/null', ...args], { cwd: folder, env, encoding: 'utf8' });
  tmux('new-session', '-d', '-s', 'set', '-x', size.columns, '-y', size.rows, 'sh');
  tmux('split-window', '-v', '-t', 'set', 'sh');
  const screen = (pane: Pane): string => tmux('capture-pane', '-p', '-t', panes[pane]).replace(/ +$/gm, '').trimEnd();
  return {
    type: (pane, text) => void tmux('send-keys', '-t', panes[pane], text, 'Enter'),
    screen,
    async shows(pane, what) {
      for (const end = Date.now() + patience; Date.now() < end; await after(20)) {
        const seen = screen(pane);
        if (what.test(seen)) return seen;
      }
      throw new Error(`${what} never came; the screen of the ${pane} pane is\n${screen(pane)}`);
    },
    close: () => void tmux('kill-server'),
  };
}

/** A file that interactive shells read when they begin (POSIX, sh, "ENV"): the prompt is the same for every user. */
function promptIn(home: string): string {
  const file = join(home, 'prompt');
  writeFileSync(file, "PS1='$ '\n");
  return file;
}

/** A folder with a program called `slipway`, as an installed package has one. */
function aProgram(home: string): string {
  const bin = join(home, 'bin');
  mkdirSync(join(bin, 'link'), { recursive: true });
  symlinkSync(program, join(bin, 'link/slipway'));
  writeFileSync(join(bin, 'slipway'), `#!/bin/sh\nexec ${nodes[24]} ${join(bin, 'link/slipway')} "$@"\n`);
  chmodSync(join(bin, 'slipway'), 0o755);
  return bin;
}
