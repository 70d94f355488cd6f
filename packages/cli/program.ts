import { ReleaseError } from '@slipway/domain';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { BuildFlags } from './commands/build.js';
import type { CollectFlags } from './commands/collect.js';
import { plan, type PlanFlags } from './commands/plan.js';
import type { StatusFlags } from './commands/status.js';
import { collectCommand, compareCommand } from './release-commands.js';
import type { Session } from './run.js';
import { version } from './version.js';

/**
 * Reads the arguments and does what they say; resolves with the exit code. Commands are loaded when they are asked for, but for
 * `plan`, which needs just what all of them need: a chunk of its own would only take longer.
 */
export async function parseCommandLine(session: Session): Promise<number> {
  const { shell } = session;
  let code = 0;
  const program = quiet(new Command('slipway'), session)
    .description('Takes a set of repositories that depend on each other from ready to released.')
    .version(version);
  const chain = quiet(program.command('chain'), session)
    .description('plan, build and watch a release set')
    .addHelpText('after', chainExamples);
  quiet(planCommand(chain), session).action(async (flags: PlanFlags) => {
    code = await plan(flags, session);
  });
  quiet(buildCommand(chain), session).action(async (flags: BuildFlags) => {
    const { build } = await import('./commands/build.js');
    code = await build(flags, session);
  });
  quiet(statusCommand(chain), session).action(async (flags: StatusFlags) => {
    const { status } = await import('./commands/status.js');
    code = await status(flags, session);
  });
  quiet(collectCommand(chain), session).action(async (flags: CollectFlags) => {
    const { collect } = await import('./commands/collect.js');
    code = await collect(flags, session);
  });
  quiet(compareCommand(chain), session).action(async (a: string, b: string) => {
    const { compare } = await import('./commands/compare.js');
    code = await compare(a, b, session);
  });
  try {
    await program.parseAsync(shell.args, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return usageError(error, session);
    throw error;
  }
  return code;
}

/** Help where it was asked for is no error, help because a command is missing is one; the rest becomes a finding. */
function usageError({ exitCode, code, message }: CommanderError, { shell }: Session): number {
  if (exitCode === 0) return 0;
  const path = shell.args
    .filter((arg) => ['chain', 'plan', 'build', 'status', 'collect', 'compare'].includes(arg))
    .slice(0, 2);
  const what = code === 'commander.help' ? 'a command is missing' : message.replace(/^error: /, '').replace(/\.$/, '');
  throw new ReleaseError([
    {
      code: 'bad-input',
      severity: 'error',
      what,
      where: 'command line',
      remedy: `see "${['slipway', ...path, '--help'].join(' ')}"`,
    },
  ]);
}

/** Errors are told by us, in one form with all others. */
function quiet(command: Command, { shell }: Session): Command {
  return command.exitOverride().configureOutput({
    writeOut: (text) => void shell.out.write(text),
    writeErr: (text) => void shell.err.write(text),
    outputError: () => {},
  });
}

const planCommand = (chain: Command): Command =>
  selecting(chain.command('plan'))
    .description('show what would be built, in which order, and what takes longest')
    .addOption(new Option('--format <format>', 'how to show it').choices(['table', 'json', 'mermaid']).default('table'))
    .option('--json', 'the same as --format json')
    .addHelpText('after', planExamples);

const buildCommand = (chain: Command): Command =>
  selecting(chain.command('build'))
    .description('build the set, or go on with a build that was stopped, and make the release folder')
    .option('--out <folder>', 'where release folders are made', 'release')
    .addOption(
      new Option(
        '--max-parallel <n>',
        'build so many at a time (default: what the manifest says, else one for each processor)',
      ).argParser(count),
    )
    .addOption(
      new Option('--keep-going', 'after a failure, build all that does not depend on it').conflicts('failFast'),
    )
    .addOption(new Option('--fail-fast', 'after a failure, begin nothing more').conflicts('keepGoing'))
    .option('--dry-run', 'look at everything, write nothing')
    .option('--json', 'print the report as one JSON document; people read standard error')
    .option('--force', 'build anew what could be reused')
    .option('--replace', 'move a release folder aside that is there and differs')
    .option('--in-place', 'build the working copies as they are; the release is marked dirty')
    .option('--take-over', 'go on with a run that another machine began')
    .option('--verbose', 'show what the builds print')
    .addHelpText('after', buildExamples);

const statusCommand = (chain: Command): Command =>
  reading(chain.command('status'))
    .description("show the set's newest run")
    .option('--json', 'print it as one JSON document')
    .addHelpText('after', statusExamples);

const reading = (command: Command): Command =>
  command.option('--manifest <file>', 'the manifest of the release set', 'versions.toml');

const selecting = (command: Command): Command =>
  reading(command)
    .option('--only <names>', 'only these and all that they require (a,b; repeatable)', names)
    .option('--skip <names>', 'leave these out (a,b; repeatable)', names);

function names(text: string, before: readonly string[] = []): readonly string[] {
  const named = text.split(',').map((name) => name.trim());
  if (named.includes('')) throw new InvalidArgumentError('Give names of components, with commas between them.');
  return [...before, ...named];
}

const most = 1000;

function count(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text) && Number(text) <= most) return Number(text);
  throw new InvalidArgumentError(`Give a whole number from 1 to ${most}.`);
}

const chainExamples = `
Examples:
  slipway chain plan                 what would be built, and in which order
  slipway chain build                build it, and make the folder release/<set id>
  slipway chain status               how far the newest run has come
  slipway chain collect --to all     the artifacts of the last builds in one folder
  slipway chain compare a b          what two releases differ in
`;

const planExamples = `
Examples:
  slipway chain plan --manifest ../set/versions.toml
  slipway chain plan --only blvm                      blvm and all that it requires
  slipway chain plan --format json | jq .levels       what can be built at the same time
  slipway chain plan --format mermaid                 a picture, for Markdown on GitHub
`;

const buildExamples = `
Examples:
  slipway chain build --out release                   ends with release/<set id>/assets
  slipway chain build --dry-run                       is everything there that it takes?
  slipway chain build --only blvm,blvm-sdk --verbose  a part of the set: artifacts, no release folder
  slipway chain build --json > report.json

The same command again goes on where this one stopped; what was built and has not changed is reused.
Exit codes: 0 done, 1 failed, 2 usage or bad input, 3 paused, 130 interrupted.
`;

const statusExamples = `
Examples:
  slipway chain status
  slipway chain status --json | jq .builds
`;
