import { type Command, ownerText, type Steered } from '@slipway/operations/orchestrate-chain';
import { driveArgs, type DriveFlags, placeArgs } from '../flags.js';
import type { Shell } from '../shell.js';
import { command as typed } from './commands.js';
import { type NextStep, steps } from './next-lines.js';
import { type Line, line } from './text.js';

/** What the owner of a run will do, which is over when these lines are read, or soon after. */
const consequences: Readonly<Record<Command, string>> = {
  pause: 'nothing new begins, and it exits when what is being built has ended',
  resume: 'what was waiting begins again',
  retry: 'what failed, and what was skipped because of it, begins again',
  cancel: 'what is being built is ended, and nothing more begins',
};

/** That a command was told to the process that owns the run. */
export function toldLines(
  { run, owner, attendance }: Extract<Steered, { status: 'told' }>,
  command: Command,
  { program }: Pick<Shell, 'program'>,
  flags: DriveFlags,
): readonly Line[] {
  const isSeen = attendance === 'alive';
  const who = `${ownerText(owner)}${isSeen ? '' : ', if it still runs,'}`;
  const steering = (name: Command, ...args: readonly string[]) =>
    typed(program, ['chain', name, ...driveArgs(flags), ...args]);
  const watching = typed(program, ['chain', 'status', '--watch', ...placeArgs({ manifest: flags.manifest })]);
  const next: NextStep[] = [
    ['to watch it:', [watching]],
    ...(command === 'pause' ? [['to go on:', [steering('resume')]] as const] : []),
    ...(isSeen ? [] : [['if it runs no more:', [steering(command, '--take-over')]] as const]),
  ];
  return [line(`${run}: ${who} sees it within a second:`), line(consequences[command]), ...steps(next)];
}
