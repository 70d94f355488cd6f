import * as core from '@actions/core';

/** The step's log. Nothing that is written here is taken for a command to the runner. */
export interface Log {
  /** One line. */
  line(text: string): void;
  /** A part that is folded under its title until somebody opens it. */
  group(title: string, lines: readonly string[]): void;
  /** For whoever repairs us: shown where the workflow runs with debug logging. */
  debug(text: string): void;
  /** Tells the runner what no log may show from now on. */
  mask(secret: string): void;
}

/** `newToken` makes words that nobody can guess: whoever knows one can make the runner obey again. */
export const runnerLog = (newToken: () => string): Log => ({
  line: (text) => core.info(inert(text)),
  group(title, lines) {
    const token = newToken();
    core.startGroup(title);
    core.info(`::stop-commands::${token}`);
    core.info(lines.join('\n'));
    core.info(`::${token}::`);
    core.endGroup();
  },
  debug: core.debug,
  mask: core.setSecret,
});

/** The runner looks for `::` at the beginning of a line and for `##[` anywhere in it (actions/runner, ActionCommand.cs). */
const inert = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replaceAll('##[', '## [')
    .replace(/^(?= ?::)/, '.');
