/** One argument as a shell reads it. */
export const quoted = (argument: string): string =>
  /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`;

/** A command to type, of its arguments. */
export const command = (program: string, args: readonly string[]): string => [program, ...args.map(quoted)].join(' ');

/** How the machine at hand checks a list of checksums; macOS has no sha256sum. */
export const checksumCommand = (platform: string): string =>
  platform === 'darwin' ? 'shasum -a 256 -c' : 'sha256sum -c';
