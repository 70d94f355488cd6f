import { durationRule, parseDuration } from '@slipway/domain';
import { Argument, type Command, InvalidArgumentError, Option } from 'commander';
import { defaults } from './flags.js';
import { count, selecting } from './options.js';

/** What can be wanted of a release that GitHub builds. */
export const releaseOrders = [
  'plan',
  'preflight',
  'build',
  'prepare',
  'publish',
  'run',
  'status',
  'pause',
  'resume',
  'retry',
  'cancel',
] as const;

export type ReleaseOrder = (typeof releaseOrders)[number];

/** The action's inputs under the same names. */
export const releaseCommand = (chain: Command): Command =>
  selecting(chain.command('release'))
    .description("release the set with the components' own workflows on GitHub")
    .addArgument(new Argument('[command]', 'what to do').choices(releaseOrders).default('prepare'))
    .addOption(new Option('--max-parallel <n>', 'build so many at a time (default: 100)').argParser(count))
    .addOption(new Option('--on-failure <what>', 'what ends with a failed build').choices(['keep-going', 'fail-fast']))
    .option('--tag <tag>', "the release's tag (default: the set's id)")
    .option('--restart', 'cancel what was begun under this tag, delete its draft, and begin anew')
    .addOption(
      new Option('--prerelease <which>', "auto: by the tag's version, else the components'")
        .choices(['auto', 'true', 'false'])
        .default('auto'),
    )
    .option('--app-id <id>', 'a GitHub App; its key in SLIPWAY_APP_PRIVATE_KEY (default: the token in GITHUB_TOKEN)')
    .addOption(time('--queue-timeout <time>', 'how long a build may wait for a runner', '30m'))
    .addOption(time('--run-timeout <time>', 'how long a build may take', '6h'))
    .addOption(time('--timeout <time>', 'how long to stay; builds go on, and the next start goes on', '5h40m'))
    .option('--repository <owner/name>', "whose refs keep the state (default: the git remote's)")
    .option('--release-repository <owner/name>', 'what is released to (default: the same)')
    .option('--notes <text>', 'text of the release; generate: made from the commits', 'generate')
    .option('--publish-environment <name>', 'whose reviewers approve', 'release')
    .option('--unattended', 'nobody has to approve')
    .option('--tag-components', 'tag the components, too, when it is published')
    .option('--ledger <where>', 'where the state is kept: refs, or file:<folder>', 'refs')
    .option('--orchestrator <file>', 'the workflow that resume and retry start', 'release_orchestrator.yml')
    .option('--fallback-workflow <file>', 'the former workflow, started once where orchestration cannot go on')
    .option('--out <folder>', 'where release folders are made', defaults.out)
    .option('--dry-run', 'look at everything, write nothing')
    .option('--take-over', 'go on with a run that another machine began')
    .option('--json', 'print the report as one JSON document; people read standard error')
    .addHelpText('after', examples);

const time = (flags: string, description: string, usual: string): Option =>
  new Option(flags, description).argParser(milliseconds).default(milliseconds(usual), usual);

function milliseconds(text: string): number {
  const read = parseDuration(text);
  if (read !== null) return read;
  throw new InvalidArgumentError(`Write ${durationRule}.`);
}

const examples = `
Examples:
  slipway chain release plan                 what would be built, in which order
  slipway chain release preflight            is everything there that it takes?
  slipway chain release prepare --tag v2     build, and bring all assets to a draft
  slipway chain release publish --tag v2     make the draft public
  slipway chain release status --json | jq .builds

The same command again goes on where this one stopped. Exit codes: 0 done, 1 failed, 2 usage or bad input, 3 paused or continuing, 130 interrupted.
`;
