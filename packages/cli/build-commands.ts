import { type Command, Option } from 'commander';
import { driving, selecting } from './options.js';

export const planCommand = (chain: Command): Command =>
  selecting(chain.command('plan'))
    .description('show what would be built, in which order, and what takes longest')
    .addOption(new Option('--format <format>', 'how to show it').choices(['table', 'json', 'mermaid']).default('table'))
    .option('--json', 'the same as --format json')
    .addHelpText('after', planExamples);

export const buildCommand = (chain: Command): Command =>
  driving(selecting(chain.command('build')), 'what the manifest says, else one for each processor')
    .description('build the set, or go on with a build that was stopped, and make the release folder')
    .addOption(
      new Option('--keep-going', 'after a failure, build all that does not depend on it').conflicts('failFast'),
    )
    .addOption(new Option('--fail-fast', 'after a failure, begin nothing more').conflicts('keepGoing'))
    .option('--dry-run', 'look at everything, write nothing')
    .option('--force', 'build anew what could be reused')
    .option('--in-place', 'build the working copies as they are; the release is marked dirty')
    .addHelpText('after', buildExamples);

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

The same command again, or "slipway chain resume", goes on where this one stopped; what was built and has not changed is reused.
Exit codes: 0 done, 1 failed, 2 usage or bad input, 3 paused, 130 interrupted.
`;
