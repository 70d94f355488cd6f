import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ArchiveFlags, SyncFlags, VerifyFlags } from './commands/assets/flags.js';
import { count } from './options.js';
import type { Session } from './session.js';

/** The commands of `slipway assets`; what they do is loaded when one is asked for. `done` is told the exit code. */
export function assetCommands(assets: Command, session: Session, done: (code: number) => void): readonly Command[] {
  assets.addHelpText('after', assetsHelp);
  const act = (command: Command, mode: 'sync' | 'plan') =>
    command.action(async (flags: SyncFlags) => {
      const { sync } = await import('./commands/assets/sync.js');
      done(await sync(flags, mode, session));
    });
  return [
    act(planCommand(assets), 'plan'),
    act(syncCommand(assets), 'sync'),
    verifyCommand(assets).action(async (flags: VerifyFlags) => {
      const { verify } = await import('./commands/assets/verify.js');
      done(await verify(flags, session));
    }),
    archiveCommand(assets).action(async (flags: ArchiveFlags) => {
      const { archive } = await import('./commands/assets/archive.js');
      done(await archive(flags, session));
    }),
  ];
}

const planCommand = (assets: Command): Command =>
  syncing(assets.command('plan'))
    .description('show what a sync would do, and write nothing')
    .addHelpText('after', planExamples);

const syncCommand = (assets: Command): Command =>
  syncing(assets.command('sync'))
    .description('bring files to a release: only what differs, verified, public when all is there')
    .option('--dry-run', 'the same as the command plan')
    .addHelpText('after', syncExamples);

const verifyCommand = (assets: Command): Command =>
  listing(releasing(assets.command('verify')))
    .description('compare what stands on a release with its list of checksums, and with the record of the last sync')
    .addHelpText('after', verifyExamples);

const archiveCommand = (assets: Command): Command =>
  choosing(assets.command('archive'))
    .requiredOption('--archive <name>', archiveText)
    .option('--out <folder>', 'where it is put', '.')
    .addOption(ifExists('an archive of this name'))
    .option('--json', jsonText)
    .description('make the archive that a sync would upload, on this machine')
    .addHelpText('after', archiveExamples);

const archiveText = 'name of one archive made of the files: outputs.zip, x.tar.gz';
const jsonText = 'print the report as one JSON document; people read standard error';

const choosing = (command: Command): Command =>
  command
    .option(
      '--files <patterns>',
      'what to take, relative to the directory; ! excludes (a line each; repeatable)',
      lines,
    )
    .option('--directory <folder>', 'what patterns are relative to; without --files, all that is in it');

const releasing = (command: Command): Command =>
  command
    .option('--tag <tag>', 'tag of the release (default: the pushed tag, in a workflow)')
    .option('--repository <owner/name>', 'where the release is (default: GITHUB_REPOSITORY, else the git remote)');

const listing = (command: Command): Command =>
  command
    .option('--checksums <name>', "name of the list of checksums; '' for none", 'SHA256SUMS')
    .option('--json', jsonText);

const syncing = (command: Command): Command =>
  listing(releasing(choosing(command).option('--archive <name>', archiveText)))
    .option('--release-name <text>', 'title of the release (default: the tag)')
    .addOption(new Option('--notes <text>', 'notes of the release').conflicts('notesFile'))
    .addOption(new Option('--notes-file <file>', 'a file that holds them').conflicts('notes'))
    .option('--target <commit>', 'branch or commit that a new tag is made at')
    .option('--prerelease', 'mark the release as a prerelease')
    .option('--no-prerelease', 'take that mark away')
    .addOption(new Option('--latest <answer>', 'whether it is the latest one').choices(['true', 'false', 'legacy']))
    .option('--draft', 'leave a new release a draft')
    .addOption(ifExists('assets of the same name'))
    .option('--work-order <file>', 'JSON: sync only if the customer bought it')
    .option('--tenant <file>', 'JSON: the same, of the tenant')
    .option('--feature <name>', 'what has to be bought', 'artifacts_download')
    .addOption(new Option('--max-parallel <n>', 'uploads at a time').argParser(count).default(4));

const ifExists = (what: string): Option =>
  new Option('--if-exists <policy>', `what becomes of ${what}`)
    .choices(['skip-identical', 'replace', 'fail'])
    .default('skip-identical');

/** One pattern a line, as in a workflow; repeated options add up. */
function lines(text: string, before: readonly string[] = []): readonly string[] {
  const given = text.split('\n').filter((line) => line.trim() !== '');
  if (given.length === 0) throw new InvalidArgumentError('Give a pattern, as in dist/*.zip.');
  return [...before, ...given];
}

const environmentHelp = `
Environment:
  GITHUB_TOKEN, else GH_TOKEN   the token, with contents: write (contents: read for verify); no option, as command lines are seen
  GITHUB_API_URL                the API of another GitHub than api.github.com, as of an enterprise
  GITHUB_REPOSITORY             owner/name, where --repository is not given
  SOURCE_DATE_EPOCH             time of the files in an archive (default: of the commit in the directory)
`;

const codesHelp = `
Exit codes: 0 done, or nothing to do; 1 failed or not as it should be; 2 usage or bad input; 130 interrupted.
`;

const assetsHelp = `
Examples:
  slipway assets plan --tag v1.2.0 --files 'dist/*'                          what would be uploaded
  slipway assets sync --tag v1.2.0 --files 'dist/*'                          upload it, verify it, make it public
  slipway assets sync --tag v1.2.0 --directory results --archive results.zip
  slipway assets verify --tag v1.2.0                                         is it still what was uploaded?
  slipway assets archive --directory results --archive results.zip           the same archive, here
${environmentHelp}`;

const planExamples = `
Examples:
  slipway assets plan --tag v1.2.0 --files 'dist/*' --files '!dist/*.log'
  slipway assets plan --tag v1.2.0 --files 'dist/*' --json | jq '.assets[] | select(.action != "skip")'
${environmentHelp}${codesHelp}`;

const syncExamples = `
Examples:
  slipway assets sync --tag v1.2.0 --files 'dist/*' --notes-file NOTES.md
  slipway assets sync --tag v1.2.0 --directory results --archive results.zip --repository acme/core
  slipway assets sync --work-order order.json --directory outputs --archive outputs.zip
${environmentHelp}
The same command again, after whatever stopped it, goes on where this one stopped.
${codesHelp.trimStart()}`;

const verifyExamples = `
Examples:
  slipway assets verify --tag v1.2.0 --repository acme/core
  slipway assets verify --tag v1.2.0 --checksums ''       compare with the record of the last sync alone
  slipway assets verify --tag v1.2.0 --json | jq '.assets[] | select(.verdict != "same")'
${environmentHelp}${codesHelp}`;

const archiveExamples = `
Examples:
  slipway assets archive --directory results --archive results.zip
  slipway assets archive --files 'dist/*' --files '!dist/*.log' --archive dist.tar.gz --out build

The same files make the same bytes, in any folder and on any day.
${codesHelp.trimStart()}`;
