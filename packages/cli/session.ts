import type { Output } from './output.js';
import type { Shell } from './shell.js';

/** What a command has to work with. */
export interface Session {
  readonly shell: Shell;
  readonly output: Output;
}

export const debugVariable = 'SLIPWAY_DEBUG';

/** Shows the stack of a mistake of ours to whoever asks for it. */
export const stackTo =
  ({ shell }: Session) =>
  ({ stack = '' }: Error): void => {
    if (shell.environment[debugVariable] && stack !== '') shell.err.write(`${stack}\n`);
  };
