import type { ChainRun, Outcome } from '@slipway/operations/orchestrate-chain';
import { driveArgs, type DriveFlags } from '../flags.js';
import type { Shell } from '../shell.js';
import { clean } from './clean.js';
import { command } from './commands.js';
import { type Line, line } from './text.js';

/** With what a run would be gone on with. */
export interface Continuation {
  readonly flags: DriveFlags;
  /** The command that builds the set. */
  readonly build: string;
}

/** An intent, and the commands that serve it. */
export type NextStep = readonly [intent: string, commands: readonly string[]];

export const steps = (next: readonly NextStep[]): readonly Line[] =>
  next.length === 0
    ? []
    : [
        [],
        ...next.flatMap(([intent, commands]) => [
          line(intent),
          ...commands.map((text) => line(`  ${clean(text)}`, 'strong')),
        ]),
      ];

/** How to go on with a run that has come to rest, or that nobody drives any more. */
export function continuations(
  phase: ChainRun['phase'] | Outcome,
  { program }: Pick<Shell, 'program'>,
  { flags, build }: Continuation,
): readonly NextStep[] {
  const steering = (name: 'resume' | 'retry') => command(program, ['chain', name, ...driveArgs(flags)]);
  switch (phase) {
    case 'building':
    case 'releasing':
    case 'paused':
    case 'interrupted':
      return [['to go on:', [steering('resume')]]];
    case 'failed':
    case 'cancelled':
      return [
        ['to try the same commits again:', [steering('retry')]],
        ['to build what has changed since:', [build]],
      ];
    default:
      return [];
  }
}
