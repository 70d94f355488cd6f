import { durationRule, nearest, parseDuration, printed } from '@slipway/domain';
import type { Input, Reading } from './input.js';

/** Either a default, in the words of action.yml, or the duty to give the input; neither: it may be left out. */
interface Options<Default = string> {
  readonly default?: Default;
  readonly required?: true;
}

/** `null` stands for an input that is not given and has no default. */
type Given<T, O> = O extends { readonly default: unknown } | { readonly required: true } ? T : T | null;

/** Any text. */
export const text = <const O extends Options = object>(options?: O): Input<Given<string, O>> =>
  kind(options, (given) => read(given));

/** One of several words. */
export const choice = <const Word extends string, const O extends Options<Word> = object>(
  words: readonly [Word, ...Word[]],
  options?: O,
): Input<Given<Word, O>> =>
  kind(options, (given) => {
    const word = words.find((one) => one === given);
    if (word !== undefined) return read(word);
    const close = nearest(given, words);
    return refused(`${printed(given)} is not known`, close ? `did you mean ${close}?` : `write ${words.join(' or ')}`);
  });

/** The booleans of YAML 1.2's core schema, as `core.getBooleanInput` takes them; anything else is an error, not false. */
export const flag = <const O extends Options<boolean> = object>(options?: O): Input<Given<boolean, O>> =>
  kind(options, (given) => {
    if (/^(true|True|TRUE)$/.test(given)) return read(true);
    if (/^(false|False|FALSE)$/.test(given)) return read(false);
    return refused(`${printed(given)} is neither true nor false`, 'write true or false');
  });

/** A whole number between two bounds. */
export const integer = <const O extends Options<number> = object>(
  { least, most }: { readonly least: number; readonly most: number },
  options?: O,
): Input<Given<number, O>> =>
  kind(options, (given) => {
    const number = /^-?\d{1,15}$/.test(given) ? Number(given) : Number.NaN;
    if (number >= least && number <= most) return read(number);
    return refused(`${printed(given)} is no such number`, `write a whole number from ${least} to ${most}`);
  });

/** `90s`, `30m`, `6h`, as milliseconds. */
export const duration = <const O extends Options = object>(options?: O): Input<Given<number, O>> =>
  kind(options, (given) => {
    const milliseconds = parseDuration(given);
    if (milliseconds !== null) return read(milliseconds);
    return refused(`${printed(given)} is no duration`, `write ${durationRule}`);
  });

/** Texts, separated by commas or line ends; empty where nothing is given. */
export const list = (): Input<readonly string[]> => separated(/[,\n]/);

/** Texts that may hold commas themselves, one a line; empty where nothing is given. */
export const lines = (): Input<readonly string[]> => separated('\n');

/** An input with a default, of which a workflow that gives an empty text wants none: `null`. */
export const orNone = <T>(input: Input<T>): Input<T | null> => ({ ...input, empty: 'absent', absent: null });

/** A text that nobody may see: masked in all logs from the moment it is read. */
export const secret = <const O extends { readonly required?: true } = object>(
  options?: O,
): Input<Given<string, O>> => ({
  ...text(options),
  visibility: 'secret',
});

/** What GitHub's API is asked with: what action.yml or a workflow gives, else what `GITHUB_TOKEN` holds. */
export const token = (): Input<string | null> => ({
  ...secret(),
  variable: 'GITHUB_TOKEN',
});

const separated = (separator: string | RegExp): Input<readonly string[]> => ({
  ...kind({}, (given) => read(partsOf(given, separator))),
  absent: [],
});

const partsOf = (given: string, separator: string | RegExp): readonly string[] =>
  given
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '');

const read = <T>(value: T): Reading<T> => ({ status: 'read', value });

const refused = (what: string, remedy: string): Reading<never> => ({ status: 'refused', what, remedy });

function kind<T>(
  { default: preset, required }: Options<string | number | boolean> = {},
  readText: (text: string) => Reading<T>,
): Input<T> {
  return {
    default: preset === undefined ? '' : String(preset),
    presence: required ? 'required' : 'optional',
    visibility: 'plain',
    empty: 'default',
    variable: null,
    read: readText,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `Given` has null exactly where neither a default nor a duty is declared
    absent: null as T,
  };
}
