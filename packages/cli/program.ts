import { ReleaseError } from '@slipway/domain';
import { Command, CommanderError } from 'commander';
import { buildCommand, planCommand } from './build-commands.js';
import type { BuildFlags } from './commands/build.js';
import type { CollectFlags } from './commands/collect.js';
import type { HistoryFlags } from './commands/history.js';
import { plan, type PlanFlags } from './commands/plan.js';
import type { ReleaseFlags } from './commands/release/flags.js';
import type { StatusFlags } from './commands/status.js';
import type { DriveFlags, ManifestFlags } from './flags.js';
import { collectCommand, compareCommand } from './release-commands.js';
import { releaseCommand, type ReleaseOrder } from './github-command.js';
import { historyCommand, orders, setupCommand, statusCommand, steeringCommand } from './run-commands.js';
import type { Session } from './session.js';
import { version } from './version.js';

/**
 * Reads the arguments and does what they say; resolves with the exit code. Commands are loaded when they are asked for, but for
 * `plan`, which needs just what all of them need: a chunk of its own would only take longer.
 */
export async function parseCommandLine(session: Session): Promise<number> {
  const { shell } = session;
  let code = 0;
  const done = (given: number): void => void (code = given);
  const program = quiet(new Command('slipway'), session)
    .description('Takes a set of repositories that depend on each other from ready to released.')
    .version(version);
  const chain = quiet(program.command('chain'), session)
    .description('plan, build and watch a release set')
    .addHelpText('after', chainExamples);
  const chainCommands = chainCommandsOf(chain, session, done);
  for (const name of asked(Object.keys(chainCommands), shell.args)) {
    const command = chainCommands[name]?.();
    if (command) quiet(command, session);
  }
  const assets = quiet(program.command('assets'), session).description('bring files to a GitHub Release');
  // Reading the code of so many options would take every other command its time.
  if (shell.args.includes('assets')) {
    const { assetCommands } = await import('./asset-commands.js');
    for (const command of assetCommands(assets, session, done)) quiet(command, session);
  }
  try {
    await program.parseAsync(shell.args, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError)
      return usageError(error, session, [
        'chain',
        'assets',
        ...[...chain.commands, ...assets.commands].map((command) => command.name()),
      ]);
    throw error;
  }
  return code;
}

/** The commands that the arguments may mean: those that are named, else all. To declare a command's options takes its time. */
function asked(names: readonly string[], args: readonly string[]): readonly string[] {
  const named = names.filter((name) => args.includes(name));
  return named.length > 0 ? named : names;
}

/** The commands of `slipway chain` in the order of its help, each declared when it is called. */
function chainCommandsOf(
  chain: Command,
  session: Session,
  done: (code: number) => void,
): Readonly<Record<string, () => Command>> {
  const steering = (order: (typeof orders)[number]) => () =>
    steeringCommand(chain, order).action(async (run: string | undefined, flags: DriveFlags) => {
      const { steer } = await import('./commands/steer.js');
      done(await steer({ command: order, run: run ?? null }, flags, session));
    });
  return {
    plan: () => planCommand(chain).action(async (flags: PlanFlags) => done(await plan(flags, session))),
    build: () =>
      buildCommand(chain).action(async (flags: BuildFlags) => {
        const { build } = await import('./commands/build.js');
        done(await build(flags, session));
      }),
    status: () =>
      statusCommand(chain).action(async (run: string | undefined, flags: StatusFlags) => {
        const { status } = await import('./commands/status.js');
        done(await status(run ?? null, flags, session));
      }),
    history: () =>
      historyCommand(chain).action(async (flags: HistoryFlags) => {
        const { history } = await import('./commands/history.js');
        done(await history(flags, session));
      }),
    ...Object.fromEntries(orders.map((order) => [order, steering(order)])),
    setup: () =>
      setupCommand(chain).action(async (flags: ManifestFlags) => {
        const { setup } = await import('./commands/setup.js');
        done(await setup(flags, session));
      }),
    collect: () =>
      collectCommand(chain).action(async (flags: CollectFlags) => {
        const { collect } = await import('./commands/collect.js');
        done(await collect(flags, session));
      }),
    compare: () =>
      compareCommand(chain).action(async (a: string, b: string) => {
        const { compare } = await import('./commands/compare.js');
        done(await compare(a, b, session));
      }),
    release: () =>
      releaseCommand(chain).action(async (command: ReleaseOrder, flags: ReleaseFlags) => {
        const { release } = await import('./commands/release/release.js');
        done(await release(command, flags, session));
      }),
  };
}

/** Help where it was asked for is no error, help because a command is missing is one; the rest becomes a finding. */
function usageError(
  { exitCode, code, message }: CommanderError,
  { shell }: Session,
  commands: readonly string[],
): number {
  if (exitCode === 0) return 0;
  const path = shell.args.filter((arg) => commands.includes(arg)).slice(0, 2);
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

const chainExamples = `
Examples:
  slipway chain setup                clone or update the checkouts, and see which tools are missing
  slipway chain plan                 what would be built, and in which order
  slipway chain build                build it, and make the folder release/<set id>
  slipway chain status --watch       how far the newest run has come, from another terminal
  slipway chain pause                begin nothing new; resume, retry and cancel are the others
  slipway chain history              the runs of the set
  slipway chain collect --to all     the artifacts of the last builds in one folder
  slipway chain compare a b          what two releases differ in
  slipway chain release prepare      GitHub builds it, and all assets go to a draft
`;
