import { type Command, InvalidArgumentError, Option } from 'commander';
import { defaults } from './flags.js';

/** Every command of a set reads its manifest. */
export const reading = (command: Command): Command =>
  command.option('--manifest <file>', 'the manifest of the release set', defaults.manifest);

/** Options of every command that may drive a run from here. `usual`: how many builds at a time where nobody says it. */
export const driving = (command: Command, usual: string): Command =>
  command
    .option('--out <folder>', 'where release folders are made', defaults.out)
    .addOption(new Option('--max-parallel <n>', `build so many at a time (default: ${usual})`).argParser(count))
    .option('--json', 'print the report as one JSON document; people read standard error')
    .option('--replace', 'move a release folder aside that is there and differs')
    .option('--take-over', 'go on with a run that another machine began')
    .option('--verbose', 'show what the builds print');

/** Options that leave components out. */
export const selecting = (command: Command): Command =>
  reading(command)
    .option('--only <names>', 'only these and all that they require (a,b; repeatable)', names)
    .option('--skip <names>', 'leave these out (a,b; repeatable)', names);

function names(text: string, before: readonly string[] = []): readonly string[] {
  const named = text.split(',').map((name) => name.trim());
  if (named.includes('')) throw new InvalidArgumentError('Give names of components, with commas between them.');
  return [...before, ...named];
}

const most = 1000;

/** Reads an option's value that counts something. */
export function count(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text) && Number(text) <= most) return Number(text);
  throw new InvalidArgumentError(`Give a whole number from 1 to ${most}.`);
}
