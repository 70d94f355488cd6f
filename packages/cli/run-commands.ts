import { type Command, Option } from 'commander';
import { count, driving, reading } from './options.js';

/** What a person may want of a run. */
export const orders = ['pause', 'resume', 'retry', 'cancel'] as const;

const runArgument = "a run's id, as in set-1.3 (default: the newest run of the set)";

const descriptions: Readonly<Record<(typeof orders)[number], string>> = {
  pause: 'begin nothing new; what builds comes to its end',
  resume: 'go on with a run that was paused, interrupted or killed',
  retry: 'build again what failed, and what was skipped because of it, from the same commits',
  cancel: 'end what builds, and begin nothing more',
};

export const statusCommand = (chain: Command): Command =>
  reading(chain.command('status').argument('[run]', runArgument))
    .description('show how a run stands')
    .option('--watch', 'go on showing it until it is at rest')
    .option('--json', 'print it as one JSON document')
    .addHelpText('after', statusExamples);

/** One of the four, on the set's newest run or the one that is named. */
export const steeringCommand = (chain: Command, order: (typeof orders)[number]): Command =>
  driving(reading(chain.command(order).argument('[run]', runArgument)), 'as many as before')
    .description(descriptions[order])
    .addHelpText('after', steeringExamples(order));

export const historyCommand = (chain: Command): Command =>
  reading(chain.command('history'))
    .description('show the runs of the set, newest first')
    .addOption(new Option('--limit <n>', 'show so many').argParser(count).default(20))
    .option('--json', 'print them as one JSON document')
    .addHelpText('after', historyExamples);

export const setupCommand = (chain: Command): Command =>
  reading(chain.command('setup'))
    .description('clone or update the checkouts that the manifest names, and tell which tools are missing')
    .option('--json', 'print the report as one JSON document; people read standard error')
    .addHelpText('after', setupExamples);

const statusExamples = `
Examples:
  slipway chain status
  slipway chain status set-1.3 --watch   until it is at rest; lines where the output is no terminal
  slipway chain status --json | jq .builds
`;

const steeringExamples = (order: string): string => `
Examples:
  slipway chain ${order}                 the newest run of the set
  slipway chain ${order} set-1.3         a run of the set in this folder's versions.toml

Where another process builds the run, that process is told, and this one ends at once. Where none does, this one goes on
with the run itself, with the options of "slipway chain build".
`;

const historyExamples = `
Examples:
  slipway chain history --limit 5
  slipway chain history --json | jq '.runs[] | select(.phase == "failed")'
`;

const setupExamples = `
Examples:
  slipway chain setup                    safe to repeat; what is not committed is never touched

Exit codes: 0 nothing is missing, 1 something is, 2 usage or bad input.
`;
