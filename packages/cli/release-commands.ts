import type { Command } from 'commander';

export const compareCommand = (chain: Command): Command =>
  chain
    .command('compare')
    .argument('<a>', 'a release folder, a SHA256SUMS or a release.json')
    .argument('<b>', 'another one')
    .description('tell what two releases differ in, down to the members of their archives')
    .option('--json', 'print the comparison as one JSON document; people read standard error')
    .addHelpText('after', compareExamples);

export const collectCommand = (chain: Command): Command =>
  chain
    .command('collect')
    .description('lay the artifacts of the last builds into a folder, with their SHA256SUMS')
    .requiredOption('--to <folder>', 'a folder that is not there yet, is empty, or holds just these artifacts')
    .option('--manifest <file>', 'the manifest of the release set', 'versions.toml')
    .option('--replace', 'move a folder aside that is there and differs')
    .option('--json', 'print the report as one JSON document; people read standard error')
    .addHelpText('after', collectExamples);

const compareExamples = `
Examples:
  slipway chain compare release/set-1 ../other/release/set-1
  slipway chain compare release/set-1 SHA256SUMS       where only the checksums of the other are at hand
  slipway chain compare old new --json | jq '.files[] | select(.status != "same")'

Exit codes: 0 the same, 1 different or damaged, 2 usage or bad input.
`;

const collectExamples = `
Examples:
  slipway chain collect --to artifacts                 artifacts/<component>/<path>, partial runs included
  slipway chain collect --to artifacts --replace       what was there is moved aside first
`;
