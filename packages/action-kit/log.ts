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
  line: (text) => print(inert(text)),
  group(title, lines) {
    const token = newToken();
    command('group', title);
    command('stop-commands', token);
    print(lines.join('\n'));
    command(token);
    command('endgroup');
  },
  debug: (text) => command('debug', text),
  mask: (secret) => command('add-mask', secret),
});

/**
 * As @actions/core writes them. That is loaded once there is something to deliver: it brings undici, for requests that are made for an OIDC token
 * alone, and the first request of any action would leave some 30 ms later.
 */
const command = (name: string, text = ''): void => print(`::${name}::${escaped(text)}`);

const escaped = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** The runner looks for `::` at the beginning of a line and for `##[` anywhere in it (actions/runner, ActionCommand.cs). */
const inert = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replaceAll('##[', '## [')
    .replace(/^(?= ?::)/, '.');
