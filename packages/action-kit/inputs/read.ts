import { type Finding, ReleaseError } from '@slipway/domain';
import type { Input, Values } from './input.js';

/** Where inputs come from. */
export interface InputSource {
  /** The text that the workflow gives, white space around it removed; `''` where it gives none. */
  text(name: string): string;
  /** Whether the workflow, or the runner from a default, says anything about the input, be it an empty text. */
  isSet(name: string): boolean;
  /** Of the environment; `''` where it is not set. */
  variable(name: string): string;
  /** Hides a text from all logs. */
  mask(text: string): void;
}

/** The inputs as values. Throws a `ReleaseError` with all that is wrong with them at once. */
export function readInputs<Inputs extends Readonly<Record<string, Input<unknown>>>>(
  inputs: Inputs,
  source: InputSource,
): Values<Inputs> {
  const values: Record<string, unknown> = {};
  const findings: Finding[] = [];
  for (const [name, input] of Object.entries(inputs)) {
    const result = readOne(name, input, source);
    if ('finding' in result) findings.push(result.finding);
    else values[camelCase(name)] = result.value;
  }
  const [first, ...others] = findings;
  if (first) throw new ReleaseError([first, ...others]);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each name of the table has been filled by its own `read`
  return values as Values<Inputs>;
}

/** What is given, else the variable, else the default: an empty text is what a workflow writes that passes on an input it was not given itself. */
function givenText(name: string, { default: preset, empty, variable }: Input<unknown>, source: InputSource): string {
  const given = source.text(name) || (variable === null ? '' : source.variable(variable));
  if (given !== '' || (empty === 'absent' && source.isSet(name))) return given;
  return preset;
}

function readOne(
  name: string,
  input: Input<unknown>,
  source: InputSource,
): { readonly value: unknown } | { readonly finding: Finding } {
  const { presence, visibility, read, absent } = input;
  const text = givenText(name, input, source);
  if (visibility === 'secret' && text !== '') source.mask(text);
  if (text === '') {
    return presence === 'optional'
      ? { value: absent }
      : { finding: complaint(name, 'is not given, and there is no default', `write ${name}: … below with:`) };
  }
  const reading = read(text);
  return reading.status === 'read'
    ? { value: reading.value }
    : { finding: complaint(name, reading.what, reading.remedy) };
}

const complaint = (name: string, what: string, remedy: string): Finding => ({
  code: 'bad-input',
  severity: 'error',
  what,
  where: `input ${name}`,
  remedy,
});

const camelCase = (name: string): string => name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
