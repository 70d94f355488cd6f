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

/** How far a run, or an invocation that drove it, has come. */
export interface Standing {
  readonly phase: ChainRun['phase'] | Outcome;
  readonly builds: readonly { readonly status: string }[];
}

/** How to go on with a run that has come to rest, or that nobody drives any more. */
export function continuations(
  { phase, builds }: Standing,
  { program }: Pick<Shell, 'program'>,
  { flags, build }: Continuation,
): readonly NextStep[] {
  const steering = (name: 'resume' | 'retry', changed: Partial<DriveFlags> = {}) =>
    command(program, ['chain', name, ...driveArgs({ ...flags, ...changed })]);
  const allBuilt = builds.every(({ status }) => status === 'succeeded' || status === 'reused');
  // It was the release folder that was refused, and it would be again.
  if (phase === 'failed' && allBuilt)
    return [
      ['to move the folder that is there aside:', [steering('retry', { replace: true })]],
      ['to leave it, and make the release elsewhere:', [steering('retry', { out: another(flags.out) })]],
    ];
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

const another = (out: string): string => `${out.replace(/\/+$/, '')}-2`;
